import type { AudioBatch, CallOptions } from '../contract.ts';
import { forEachClip } from './clips.ts';

/** Samples between two looks at the clock. */
const CHUNK = 2 ** 18;

/** Per clip of a checked batch: `sum(diff(sign(x)) != 0)` and `mean(x²)`; 0 and 0 for an empty one. */
export async function zcrEnergy(batch: AudioBatch, call?: CallOptions): Promise<Float32Array> {
  const pairs = new Float32Array(2 * (batch.offsets.length - 1));
  await forEachClip(batch, call, async (samples, clip, pace) => {
    if (samples.length === 0) return;
    let crossings = 0;
    let energy = 0;
    let sign = Math.sign(samples[0]!);
    for (let start = 0; start < samples.length; start += CHUNK) {
      const end = Math.min(start + CHUNK, samples.length);
      for (let i = start; i < end; i++) {
        const x = samples[i]!;
        energy += x * x;
        // Zero is a sign of its own here, so that a step through it counts twice.
        if (Math.sign(x) !== sign) crossings++;
        sign = Math.sign(x);
      }
      if (pace.due) await pace.rest();
    }
    pairs[2 * clip] = crossings;
    pairs[2 * clip + 1] = energy / samples.length;
  });
  return pairs;
}
