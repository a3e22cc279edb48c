import type { AudioBatch, CallOptions } from '../contract.ts';
import { checkFinite, isFloat } from '../frames.ts';
import { Pace } from './pace.ts';

/** Samples read between two looks at the clock: about a millisecond's work. */
const CHUNK = 2 ** 19;

/**
 * Hands the clips of a checked batch to `work`, one after the other, as float samples known to be finite. Keeps `call`'s
 * promises between clips; within one, `work` keeps them by its `pace`.
 */
export async function forEachClip(
  batch: AudioBatch,
  call: CallOptions | undefined,
  work: (samples: Float32Array, clip: number, pace: Pace) => Promise<void>,
): Promise<void> {
  const clips = batch.offsets.length - 1;
  const pace = new Pace(clips, call);
  for (let clip = 0; clip < clips; clip++) {
    await work(await readClip(batch, clip, pace), clip, pace);
    pace.clipDone();
    if (pace.due) await pace.rest();
  }
  pace.finish();
}

/** A view of the clip, or a converted copy of 16-bit samples. */
async function readClip(batch: AudioBatch, clip: number, pace: Pace): Promise<Float32Array> {
  const samples = batch.samples.subarray(batch.offsets[clip]!, batch.offsets[clip + 1]!);
  const floats = isFloat(samples) ? samples : new Float32Array(samples.length);
  for (let start = 0; start < samples.length; start += CHUNK) {
    const end = Math.min(start + CHUNK, samples.length);
    if (isFloat(samples)) checkFinite(samples, clip, start, end);
    else for (let i = start; i < end; i++) floats[i] = samples[i]! / 32768;
    if (pace.due) await pace.rest();
  }
  return floats;
}
