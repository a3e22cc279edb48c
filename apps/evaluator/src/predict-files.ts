import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeAudioFile, scanAudioFiles } from '@ser/dataset';
import { type BandStatistics, type Bundle, learnVoice, predictRecording } from '@ser/models';
import type { Extractor } from '@ser/run';
import type { Answer, Failure } from './answer.ts';

/** A file or folder: as the user wrote it, and where it is. */
export interface Input {
  shown: string;
  path: string;
}

/** What the model says of files, and of audio files below folders, one after the other. */
export async function* predictFiles(
  bundle: Bundle,
  extractor: Extractor,
  inputs: readonly Input[],
  options: { voice: BandStatistics | undefined; signal: AbortSignal },
): AsyncGenerator<Answer | Failure> {
  const { signal } = options;
  for await (const { shown, path } of expand(inputs)) {
    signal.throwIfAborted();
    yield await predictFile(bundle, extractor, { shown, path }, options).catch((error: Error) => {
      signal.throwIfAborted();
      return { file: shown, error: error.message };
    });
  }
}

async function predictFile(
  bundle: Bundle,
  extractor: Extractor,
  { shown, path }: Input,
  options: { voice: BandStatistics | undefined; signal: AbortSignal },
): Promise<Answer> {
  const audio = await decodeAudioFile(path, { signal: options.signal });
  const { windows, ...answer } = await predictRecording(bundle, extractor, audio, options);
  return {
    file: shown,
    ...answer,
    seconds: audio.seconds,
    ...(windows.length > 0 && { windows: windows.map((window) => ({ ...window, span: window })) }),
  };
}

/** What the speech in files, and below folders, tells of its speaker's voice. Rejects for a file that can't be read. */
export async function learnVoiceFrom(
  bundle: Bundle,
  extractor: Extractor,
  inputs: readonly Input[],
  signal: AbortSignal,
): Promise<BandStatistics> {
  async function* recordings() {
    for await (const { path } of expand(inputs)) yield await decodeAudioFile(path, { signal });
  }
  return learnVoice(bundle, extractor, recordings(), signal);
}

async function* expand(inputs: readonly Input[]): AsyncGenerator<Input> {
  for (const input of inputs) {
    const isFolder = await stat(input.path).then(
      (entry) => entry.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      yield input;
      continue;
    }
    const { files } = await scanAudioFiles(input.path, {});
    for (const file of files) yield { shown: join(input.shown, file), path: join(input.path, file) };
  }
}
