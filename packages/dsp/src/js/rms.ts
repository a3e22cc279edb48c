import type { AudioBatch, CallOptions, FrameOptions, Frames } from '../contract.ts';
import { frameValues } from './frame-values.ts';

/** `librosa.feature.rms` of a checked batch. */
export function frameRms(batch: AudioBatch, options?: FrameOptions, call?: CallOptions): Promise<Frames> {
  // Zeros beyond the clip's ends add nothing to the sum.
  return frameValues(batch, options, call, (samples, from, to, frameLength) => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += samples[i]! ** 2;
    return Math.sqrt(sum / frameLength);
  });
}
