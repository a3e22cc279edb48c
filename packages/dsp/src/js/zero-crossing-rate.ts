import type { AudioBatch, CallOptions, FrameOptions, Frames } from '../contract.ts';
import { frameValues } from './frame-values.ts';

/** A sample counts as negative below minus this; librosa's `threshold`. */
const THRESHOLD = 1e-10;

/** `librosa.feature.zero_crossing_rate` of a checked batch. */
export function frameZeroCrossingRate(
  batch: AudioBatch,
  options?: FrameOptions,
  call?: CallOptions,
): Promise<Frames> {
  // The clip's edge values go on beyond its ends, where nothing can cross zero.
  return frameValues(batch, options, call, (samples, from, to, frameLength) => {
    let crossings = 0;
    for (let i = from + 1; i < to; i++) {
      if (samples[i - 1]! < -THRESHOLD !== samples[i]! < -THRESHOLD) crossings++;
    }
    return crossings / frameLength;
  });
}
