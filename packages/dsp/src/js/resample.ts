import type { AudioBatch, CallOptions } from '../contract.ts';
import { clipLengths, countsToOffsets } from '../frames.ts';
import { allocateFloats } from '../memory.ts';
import { type ResamplerDesign, resampledLength } from '../resampler.ts';
import { forEachClip } from './clips.ts';

/** Multiplications between two looks at the clock. */
const CHUNK = 2 ** 18;

/** Every clip of a checked batch through a filter designed for its rate and `toRate`; the result is float. */
export async function resample(
  batch: AudioBatch,
  toRate: number,
  design: ResamplerDesign,
  call?: CallOptions,
): Promise<AudioBatch> {
  const offsets = countsToOffsets(clipLengths(batch).map((n) => resampledLength(n, design)));
  const output = allocateFloats(offsets.at(-1)!);
  const step = Math.ceil(CHUNK / design.taps);
  await forEachClip(batch, call, async (samples, clip, pace) => {
    const clipOutput = output.subarray(offsets[clip]!, offsets[clip + 1]!);
    for (let start = 0; start < clipOutput.length; start += step) {
      resampleRange(samples, clipOutput, start, Math.min(start + step, clipOutput.length), design);
      if (pace.due) await pace.rest();
    }
  });
  return { samples: output, offsets, sampleRate: toRate };
}

/** Output samples `start` to before `end` of one clip. */
function resampleRange(
  samples: Float32Array,
  output: Float32Array,
  start: number,
  end: number,
  design: ResamplerDesign,
): void {
  const { up, down, phases, interpolated, taps, delay, coefficients } = design;
  for (let k = start; k < end; k++) {
    const base = Math.floor((k * down) / up);
    const remainder = k * down - base * up;
    const position = (remainder * phases) / up;
    const row = Math.floor(position);
    const first = base - delay;
    const from = Math.max(0, -first);
    const to = Math.min(taps, samples.length - first);
    let sum = dot(coefficients, row * taps, samples, first, from, to);
    if (interpolated) {
      const next = dot(coefficients, (row + 1) * taps, samples, first, from, to);
      sum += (position - row) * (next - sum);
    }
    output[k] = sum;
  }
}

/** Σ coefficients[row + t] × samples[first + t] over t from `from` to before `to`. */
function dot(
  coefficients: Float32Array,
  row: number,
  samples: Float32Array,
  first: number,
  from: number,
  to: number,
): number {
  // Four sums, since each addition waits for the one before it: twice as fast as one.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let t = from;
  for (; t + 3 < to; t += 4) {
    const i = row + t;
    const j = first + t;
    a += coefficients[i]! * samples[j]!;
    b += coefficients[i + 1]! * samples[j + 1]!;
    c += coefficients[i + 2]! * samples[j + 2]!;
    d += coefficients[i + 3]! * samples[j + 3]!;
  }
  for (; t < to; t++) a += coefficients[row + t]! * samples[first + t]!;
  return a + b + c + d;
}
