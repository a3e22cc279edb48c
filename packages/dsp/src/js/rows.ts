import type { Frames } from '../contract.ts';
import { allocateFloats } from '../memory.ts';
import type { Pace } from './pace.ts';

/** Frames of zeros. Throws a {@link DspError} where memory doesn't reach. */
export function allocateFrames(offsets: Uint32Array, width: number): Frames {
  return { data: allocateFloats(offsets.at(-1)! * width), offsets, width };
}

/**
 * Calls `visit` for each of the clip's rows with the row's number in the clip and its place in `frames.data`, and rests
 * when it is time to.
 */
export async function forEachRow(
  frames: Frames,
  clip: number,
  pace: Pace,
  visit: (frame: number, at: number) => void,
): Promise<void> {
  const first = frames.offsets[clip]!;
  const end = frames.offsets[clip + 1]!;
  for (let row = first; row < end; row++) {
    visit(row - first, row * frames.width);
    if (pace.due) await pace.rest();
  }
}
