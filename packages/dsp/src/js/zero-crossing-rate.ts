import type { AudioBatch, CallOptions, FrameOptions, Frames } from '../contract.ts';
import { frameOffsets } from '../frames.ts';
import { resolveFrame } from '../options.ts';
import { forEachClip } from './clips.ts';
import { allocateFrames, forEachRow } from './rows.ts';

/** A sample counts as negative below minus this; librosa's `threshold`. */
const THRESHOLD = 1e-10;

/** `librosa.feature.zero_crossing_rate` of a checked batch. */
export async function frameZeroCrossingRate(
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
      // The clip's edge values go on beyond its ends, where nothing can cross zero: only real samples are looked at.
      const start = frame * hopLength - padding;
      const from = Math.max(0, start);
      const to = Math.min(samples.length, start + frameLength);
      let crossings = 0;
      for (let i = from + 1; i < to; i++) {
        if (samples[i - 1]! < -THRESHOLD !== samples[i]! < -THRESHOLD) crossings++;
      }
      frames.data[at] = crossings / frameLength;
    }),
  );
  return frames;
}
