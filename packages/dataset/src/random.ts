import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';
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
  // Its first draws differ from seed to seed; those of pure-rand's xoroshiro128+ are alike for small seeds.
  const generator = mersenne(seed);
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
