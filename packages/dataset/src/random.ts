import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { DatasetError } from './types.ts';

/** Draws from a seeded generator: the same seed gives the same draws on every machine. */
export interface Random {
  /** A whole number from 0 up to, but not including, `end`. */
  below(end: number): number;
  /** The items in random order (Fisher–Yates); the given array stays as it is. */
  shuffle<T>(items: readonly T[]): T[];
}

/** @throws {DatasetError} if the seed is no 32-bit integer. */
export function seededRandom(seed: number): Random {
  if (!Number.isInteger(seed) || seed !== (seed | 0)) {
    throw new DatasetError(`seed: ${seed} is not a whole number between -2^31 and 2^31 - 1`);
  }
  const generator = xoroshiro128plus(seed);
  const below = (end: number) => uniformInt(generator, 0, end - 1);
  return {
    below,
    shuffle(items) {
      const shuffled = [...items];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [shuffled[i], shuffled[j]] = [shuffled[j] as never, shuffled[i] as never];
      }
      return shuffled;
    },
  };
}
