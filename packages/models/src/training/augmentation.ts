import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { type FeatureShape, placeSegment } from '../architectures/layout.ts';

/** What is done to normalised segments at random, so that a small corpus is not learned by heart. */
export interface Augmentation {
  /** Bands by which the spectrum is moved at most, up or down, as a vocal tract of another length would. */
  bandShift: number;
  /** Stretches of frames set to the mean, each at most so long. */
  timeMasks: { count: number; frames: number };
  /** Groups of neighbouring bands set to the mean, each at most so many. */
  bandMasks: { count: number; bands: number };
  /** α of the Beta distribution from which the shares of two mixed segments are drawn, above 0 to 1; 0: none are. */
  mixup: number;
}

/**
 * Puts a segment at a random place of the network's input and disturbs it there: Jaitly & Hinton, "Vocal tract length
 * perturbation improves speech recognition" (2013), in its simplest form, and Park et al., "SpecAugment" (2019),
 * without its time warping.
 *
 * @param target `frames × width` zeros, zero being the mean
 * @param segment normalised rows end to end, time-major; at most `frames` of them
 */
export function disturbSegment(
  target: Float32Array,
  segment: Float32Array,
  shape: FeatureShape,
  { bandShift, timeMasks, bandMasks }: Augmentation,
  random: RandomGenerator,
): void {
  const { frames, width } = shape;
  const shift = uniformInt(random, -bandShift, bandShift);
  const shifted = shift === 0 ? segment : shiftBands(segment, width, shift);
  placeSegment(target, shifted, shape, uniformInt(random, 0, frames - segment.length / width));
  for (let i = 0; i < timeMasks.count; i++) {
    const { first, size } = drawSpan(frames, timeMasks.frames, random);
    target.fill(0, first * width, (first + size) * width);
  }
  for (let i = 0; i < bandMasks.count; i++) {
    const { first, size } = drawSpan(width, bandMasks.bands, random);
    for (let row = 0; row < target.length; row += width) target.fill(0, row + first, row + first + size);
  }
}

/** At the spectrum's ends the last band is repeated. */
function shiftBands(segment: Float32Array, width: number, shift: number): Float32Array {
  const shifted = new Float32Array(segment.length);
  const size = Math.min(Math.abs(shift), width - 1);
  for (let row = 0; row < segment.length; row += width) {
    const end = row + width;
    if (shift > 0) {
      shifted.fill(segment[row] as number, row, row + size);
      shifted.set(segment.subarray(row, end - size), row + size);
    } else {
      shifted.set(segment.subarray(row + size, end), row);
      shifted.fill(segment[end - 1] as number, end - size, end);
    }
  }
  return shifted;
}

function drawSpan(total: number, longest: number, random: RandomGenerator): { first: number; size: number } {
  const size = uniformInt(random, 0, Math.min(longest, total));
  return { first: uniformInt(random, 0, total - size), size };
}

/**
 * Mixes each segment of a batch and its target with another's, in place: the first with the last, and so on. Zhang et
 * al., "mixup: beyond empirical risk minimization" (2018), with a share of its own for each pair.
 *
 * @param values segments end to end, all of one size
 * @param targets a row of class probabilities a segment
 */
export function mixBatch(
  values: Float32Array,
  targets: Float32Array,
  segments: number,
  alpha: number,
  random: RandomGenerator,
): void {
  for (let one = 0; one < Math.floor(segments / 2); one++) {
    const other = segments - 1 - one;
    // The larger share is each one's own, so that a pair gives two different mixtures.
    const share = drawBeta(alpha, random);
    const own = Math.max(share, 1 - share);
    for (const rows of [values, targets]) {
      const size = rows.length / segments;
      mixPair(
        rows.subarray(one * size, (one + 1) * size),
        rows.subarray(other * size, (other + 1) * size),
        own,
      );
    }
  }
}

function mixPair(one: Float32Array, other: Float32Array, own: number): void {
  for (let i = 0; i < one.length; i++) {
    const [a, b] = [one[i] as number, other[i] as number];
    one[i] = own * a + (1 - own) * b;
    other[i] = own * b + (1 - own) * a;
  }
}

/** Beta(α, α) for α ≤ 1 by rejection. Jöhnk, "Erzeugung von betaverteilten und gammaverteilten Zufallszahlen" (1964). */
function drawBeta(alpha: number, random: RandomGenerator): number {
  for (;;) {
    const x = uniformFloat64(random) ** (1 / alpha);
    const y = uniformFloat64(random) ** (1 / alpha);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}
