import type { Frames } from '../contract.ts';
import type { Pace } from './pace.ts';
import { forEachRow } from './rows.ts';

/** Smaller powers count as this one before a logarithm is taken (librosa's `amin`). */
export const LEAST_POWER = 1e-10;
const TOP_DB = 80;

/**
 * `librosa.power_to_db(x, ref, top_db=80)` over all of a clip's rows, in place; `reference` is the power of 0 dB, or
 * 'peak' for the clip's largest.
 */
export async function clipToDecibels(
  frames: Frames,
  clip: number,
  pace: Pace,
  reference: 'peak' | 1,
): Promise<void> {
  const { data, width } = frames;
  let peak = LEAST_POWER;
  await forEachRow(frames, clip, pace, (_, at) => {
    for (let i = at; i < at + width; i++) if (data[i]! > peak) peak = data[i]!;
  });
  const peakDb = 10 * Math.log10(peak);
  const zeroDb = reference === 'peak' ? peakDb : 10 * Math.log10(reference);
  const floor = peakDb - zeroDb - TOP_DB;
  await forEachRow(frames, clip, pace, (_, at) => {
    for (let i = at; i < at + width; i++) {
      const decibels = 10 * Math.log10(Math.max(data[i]!, LEAST_POWER)) - zeroDb;
      data[i] = Math.max(decibels, floor);
    }
  });
}
