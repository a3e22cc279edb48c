import type { Readable } from 'node:stream';
import { readWavStream } from '@ser/dataset';
import { type Bundle, type KnownVoice, StreamPredictor } from '@ser/models';
import type { Extractor } from '@ser/run';
import type { Answer } from './answer.ts';

export const STDIN = '-';

/** What the model says of WAV as it comes: an answer each hop, by the window that ends there. */
export async function* predictStream(
  bundle: Bundle,
  extractor: Extractor,
  input: Readable,
  { hop, voice, signal }: { hop: number | undefined; voice: KnownVoice | undefined; signal: AbortSignal },
): AsyncGenerator<Answer> {
  const stop = () => input.destroy();
  signal.addEventListener('abort', stop);
  try {
    const { sampleRate, pieces } = await readWavStream(input, 'standard input');
    const predictor = new StreamPredictor(bundle, extractor, {
      sampleRate,
      ...(hop !== undefined && { hopSeconds: hop }),
      ...(voice && { voice }),
    });
    for await (const samples of pieces) {
      for (const window of await predictor.push(samples)) yield answer(window);
    }
    for (const window of await predictor.end()) yield answer(window);
  } catch (error) {
    // A stream that is destroyed while it is read ends with an error of its own.
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function answer({
  start,
  end,
  label,
  probabilities,
}: Awaited<ReturnType<StreamPredictor['end']>>[number]): Answer {
  return { file: STDIN, label, probabilities, span: { start, end } };
}
