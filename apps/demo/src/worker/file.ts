import type { FeatureExtractor } from '@ser/dsp';
import { type Bundle, predictRecording, type Recording } from '@ser/models/browser';
import type { FromWorker } from '../shared/messages.ts';
import { MelStream } from './mel-stream.ts';

/** Longer ones would fill the memory of a phone. */
const LONGEST_SECONDS = 30 * 60;

/** Hears a whole recording, and tells what the model says. */
export async function hearFile(
  bundle: Bundle,
  extractor: FeatureExtractor,
  name: string,
  recording: Recording,
  tell: (message: FromWorker) => void,
): Promise<void> {
  const seconds = recording.samples.length / recording.sampleRate;
  if (seconds > LONGEST_SECONDS) {
    throw new Error(`${name} lasts ${Math.round(seconds / 60)} minutes; cut it to ${LONGEST_SECONDS / 60}`);
  }
  const { recipe } = bundle.card;
  const { samples, sampleRate } = recording;
  const batch = { samples, offsets: Uint32Array.of(0, samples.length), sampleRate };
  const heard = await extractor.resample(batch, recipe.sampleRate);
  const mel = await new MelStream(extractor, recipe).push(heard.samples as Float32Array);
  tell({ type: 'file-mel', name, mel, seconds });
  const started = performance.now();
  const { probabilities, windows } = await predictRecording(bundle, extractor, recording);
  tell({
    type: 'file-answer',
    name,
    seconds,
    probabilities,
    windows: windows.map(({ start, end, probabilities }) => ({
      start,
      end,
      probabilities: Array.from(probabilities),
    })),
    workMs: (performance.now() - started) / Math.max(1, windows.length),
  });
}
