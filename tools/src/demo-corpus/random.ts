import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded draws. */
export interface Random {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Normally distributed (Box–Muller). */
  normal(mean: number, deviation: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** White noise: uniform in [-1, 1). Cheaper than {@link uniform}, for one draw a sample. */
  noise(): number;
}

/**
 * The generator that belongs to a key, such as (seed, speaker, sentence): every clip draws from one of its own, so
 * a clip does not depend on which others are made.
 */
export function randomFor(...key: (string | number)[]): Random {
  const digest = createHash('sha256').update(key.join('/')).digest();
  const state = [0, 4, 8, 12].map((at) => digest.readInt32LE(at));
  const generator = xoroshiro128plusFromState(state);
  const unit = () => uniformFloat64(generator);
  return {
    uniform: (low, high) => low + (high - low) * unit(),
    normal: (mean, deviation) =>
      mean + deviation * Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
    chance: (probability) => unit() < probability,
    noise: () => generator.next() * 2 ** -31,
  };
}
