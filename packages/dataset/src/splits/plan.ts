import { DatasetError, type SegmentRef, type SplitKind } from '../types.ts';

export interface SplitOptions {
  kind: SplitKind;
  seed: number;
  /** Default 1: a single split. With k folds, the test sides of folds 0 … k - 1 cover everything exactly once. */
  folds?: number;
  /** Which of the folds this is, from 0. Default 0. */
  fold?: number;
  /** Share of the test side in a single split, 0 for none; a fold has 1 / k. Default: {@link DEFAULT_FRACTIONS}. */
  testFraction?: number;
  /** Share of the validation side in what the test side leaves; 0 for none. Default: {@link DEFAULT_FRACTIONS}. */
  validationFraction?: number;
  /** All segments of the clips; needed for the kind 'segment'. */
  segments?: readonly SegmentRef[];
}

/**
 * Shares of segments or clips (the notebook's), of speakers, and of both speakers and sentences: there a side has
 * only the clips where its speakers meet its sentences, so it takes more of each.
 */
export const DEFAULT_FRACTIONS: Record<SplitKind, { test: number; validation: number }> = {
  segment: { test: 0.3, validation: 0.05 },
  clip: { test: 0.3, validation: 0.05 },
  speaker: { test: 0.2, validation: 0.15 },
  'speaker-sentence': { test: 0.25, validation: 0.2 },
};

/** Checked options, defaults filled in. */
export interface Plan {
  folds: number;
  fold: number;
  testFraction: number;
  validationFraction: number;
  seed: number;
}

/** @throws {DatasetError} naming the option that is out of its range. */
export function checkOptions(options: SplitOptions): Plan {
  const { kind, seed, folds = 1, fold = 0 } = options;
  const defaults = DEFAULT_FRACTIONS[kind];
  if (!defaults) {
    throw new DatasetError(`split: "${kind}" is none of ${Object.keys(DEFAULT_FRACTIONS).join(', ')}`);
  }
  if (!Number.isInteger(folds) || folds < 1) {
    throw new DatasetError(`folds: ${folds} is not a whole number of at least 1`);
  }
  if (!Number.isInteger(fold) || fold < 0 || fold >= folds) {
    throw new DatasetError(`fold: ${fold} is not a whole number from 0 to ${folds - 1}`);
  }
  if (folds > 1 && options.testFraction !== undefined) {
    throw new DatasetError(
      'testFraction: the number of folds decides the share of the test side; give only one',
    );
  }
  const { testFraction = defaults.test, validationFraction = defaults.validation } = options;
  if (!(testFraction >= 0 && testFraction < 1)) {
    throw new DatasetError(`testFraction: ${testFraction} is not at least 0 and below 1`);
  }
  if (!(validationFraction >= 0 && validationFraction < 1)) {
    throw new DatasetError(`validationFraction: ${validationFraction} is not at least 0 and below 1`);
  }
  return { folds, fold, testFraction, validationFraction, seed };
}
