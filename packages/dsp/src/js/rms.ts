import type { AudioBatch, CallOptions, FrameOptions, Frames } from '../contract.ts';
import { frameOffsets } from '../frames.ts';
import { resolveFrame } from '../options.ts';
import { forEachClip } from './clips.ts';
import { allocateFrames, forEachRow } from './rows.ts';

/** `librosa.feature.rms` of a checked batch. */
export async function frameRms(
  batch: AudioBatch,
  options?: FrameOptions,
  call?: CallOptions,
): Promise<Frames> {
  const resolved = resolveFrame(options);
  const { frameLength, hopLength, center } = resolved;
  const frames = allocateFrames(frameOffsets(batch, resolved), 1);
  const padding = center ? Math.floor(frameLength / 2) : 0;
  await forEachClip(batch, call, (samples, clip, pace) =>
    forEachRow(frames, clip, pace, (frame, at) => {
      // Zeros beyond the clip's ends add nothing to the sum.
      const start = frame * hopLength - padding;
      const from = Math.max(0, start);
      const to = Math.min(samples.length, start + frameLength);
      let sum = 0;
      for (let i = from; i < to; i++) sum += samples[i]! ** 2;
      frames.data[at] = Math.sqrt(sum / frameLength);
    }),
  );
  return frames;
}
