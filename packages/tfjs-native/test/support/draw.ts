import { util } from '@tensorflow/tfjs';
import type { NumericDType } from '../../src/dtypes.ts';

/** What a tensor is made of. */
export interface Value {
  shape: number[];
  dtype: NumericDType;
  values: number[];
}

/** Numbers that arithmetic likes to get wrong. */
const SPECIAL = [
  0,
  -0,
  1,
  -1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1e30,
  -1e-30,
];

/**
 * Seeds of the cases to try.
 *
 * @param usual how many; the environment's TFJS_NATIVE_CASES and TFJS_NATIVE_SEED ask for others
 */
export function seeds(usual: number): number[] {
  const { TFJS_NATIVE_CASES: cases = usual, TFJS_NATIVE_SEED: first = 1 } = process.env;
  return Array.from({ length: Number(cases) }, (_, i) => Number(first) + i);
}

/** Draws all that a test case is made of from one seed (mulberry32): the same seed gives the same case. */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 to below 1. */
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Both ends are drawn. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.unit() * (most - least + 1));
  }

  chance(share: number): boolean {
    return this.unit() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.integer(0, list.length - 1)] as T;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const rest = [...list];
    return list.map(() => rest.splice(this.integer(0, rest.length - 1), 1)[0] as T);
  }

  /** Some of the list, in its order; maybe none. */
  some<T>(list: readonly T[]): T[] {
    return list.filter(() => this.chance(0.5));
  }

  /** Of an axis: mostly small, sometimes longer than a vector, now and then 0. */
  size(least = 0): number {
    const kind = this.unit();
    if (kind < 0.04) return least;
    return kind < 0.85 ? this.integer(Math.max(1, least), 6) : this.integer(7, 35);
  }

  /** At most `most` values. */
  shape(minRank: number, maxRank: number, least = 0, most = 400): number[] {
    const shape = Array.from({ length: this.integer(minRank, maxRank) }, () => this.size(least));
    while (util.sizeFromShape(shape) > most) {
      const axis = this.integer(0, shape.length - 1);
      shape[axis] = Math.min(shape[axis] as number, this.integer(1, 6));
    }
    return shape;
  }

  /** A shape and one that broadcasts with it, in either order. */
  broadcastable(maxRank: number): [number[], number[]] {
    const shape = this.shape(0, maxRank);
    const other = shape
      .map((size) => (this.chance(0.3) ? 1 : size))
      .slice(this.chance(0.5) ? this.integer(0, shape.length) : 0);
    return this.chance(0.5) ? [shape, other] : [other, shape];
  }

  /** From -limit to limit. */
  floats(shape: number[], limit = 1): Value {
    const values = Array.from({ length: util.sizeFromShape(shape) }, () =>
      Math.fround((2 * this.unit() - 1) * limit),
    );
    return { shape, dtype: 'float32', values };
  }

  /** Few different values, so that many are equal. */
  coarse(shape: number[]): Value {
    const { values } = this.floats(shape, 3);
    return { shape, dtype: 'float32', values: values.map(Math.round) };
  }

  /** Floats of any size, NaN and infinity among them. */
  wild(shape: number[]): Value {
    const drawn = this.floats(shape, this.pick([1, 5, 40]));
    if (this.chance(0.5)) return drawn;
    return {
      ...drawn,
      values: drawn.values.map((x) => (this.chance(0.1) ? Math.fround(this.pick(SPECIAL)) : x)),
    };
  }

  /** Both ends are drawn. */
  integers(shape: number[], least: number, most: number): Value {
    const values = Array.from({ length: util.sizeFromShape(shape) }, () => this.integer(least, most));
    return { shape, dtype: 'int32', values };
  }

  truths(shape: number[]): Value {
    return { ...this.integers(shape, 0, 1), dtype: 'bool' };
  }

  /** Of any type. */
  any(shape: number[], dtype = this.pick(['float32', 'int32', 'bool'] as const)): Value {
    if (dtype === 'float32') return this.floats(shape);
    return dtype === 'bool' ? this.truths(shape) : this.integers(shape, -(2 ** 31), 2 ** 31 - 1);
  }
}
