import type { AudioBatch, CallOptions, FrameOptions, Frames } from '../contract.ts';
import { frameOffsets } from '../frames.ts';
import { resolveFrame } from '../options.ts';
import { forEachClip } from './clips.ts';
import { allocateFrames, forEachRow } from './rows.ts';

/**
 * One value a frame of a checked batch, of the frame's real samples alone: `measure` gets the clip, and where the frame
 * begins and ends in it.
 */
export async function frameValues(
  batch: AudioBatch,
  options: FrameOptions | undefined,
  call: CallOptions | undefined,
  measure: (samples: Float32Array, from: number, to: number, frameLength: number) => number,
): Promise<Frames> {
  const resolved = resolveFrame(options);
  const { frameLength, hopLength, center } = resolved;
  const frames = allocateFrames(frameOffsets(batch, resolved), 1);
  const padding = center ? Math.floor(frameLength / 2) : 0;
  await forEachClip(batch, call, (samples, clip, pace) =>
    forEachRow(frames, clip, pace, (frame, at) => {
      const start = frame * hopLength - padding;
      const from = Math.max(0, start);
      const to = Math.min(samples.length, start + frameLength);
      frames.data[at] = measure(samples, from, to, frameLength);
    }),
  );
  return frames;
}
