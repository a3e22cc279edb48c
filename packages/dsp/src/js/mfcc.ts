import type { AudioBatch, CallOptions, Frames, MfccOptions } from '../contract.ts';
import { dctMatrix } from '../dct.ts';
import { resolveMfcc } from '../options.ts';
import { forEachClip } from './clips.ts';
import { clipToDecibels } from './decibels.ts';
import { FrameMel } from './mel-spectrogram.ts';
import { allocateFrames, forEachRow } from './rows.ts';
import { checkReflection, stftOffsets } from './stft.ts';

/** `librosa.feature.mfcc` of a checked batch. */
export async function mfcc(batch: AudioBatch, options?: MfccOptions, call?: CallOptions): Promise<Frames> {
  const resolved = resolveMfcc(options, batch.sampleRate);
  const { coefficients, melBands } = resolved;
  const mel = new FrameMel(resolved);
  const dct = dctMatrix(coefficients, melBands);
  const frames = allocateFrames(stftOffsets(batch, resolved), coefficients);
  await forEachClip(batch, call, async (samples, clip, pace) => {
    checkReflection(samples, clip, resolved);
    // The loudest frame sets the floor of all, so that the clip's decibels must be known before the first DCT.
    const rows = frames.offsets[clip + 1]! - frames.offsets[clip]!;
    const levels = allocateFrames(Uint32Array.of(0, rows), melBands);
    await forEachRow(levels, 0, pace, (frame, at) => mel.write(samples, frame, levels.data, at));
    await clipToDecibels(levels, 0, pace, 1);
    await forEachRow(frames, clip, pace, (frame, at) => {
      for (let k = 0; k < coefficients; k++) {
        let sum = 0;
        for (let band = 0; band < melBands; band++) {
          sum += dct[k * melBands + band]! * levels.data[frame * melBands + band]!;
        }
        frames.data[at + k] = sum;
      }
    });
  });
  return frames;
}
