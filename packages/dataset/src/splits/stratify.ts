import type { Random } from '../random.ts';

/**
 * Takes a share of the items, of every label in proportion. `ceil(share × items)` are taken, as scikit-learn's
 * `train_test_split` does; the labels that lose most by rounding down give one more.
 */
export function takeShare<T>(
  items: readonly T[],
  labelOf: (item: T) => string,
  share: number,
  random: Random,
): { taken: T[]; rest: T[] } {
  const strata = stratify(items, labelOf, random).map((stratum) => {
    const exact = stratum.length * share;
    return { stratum, size: Math.floor(exact + ROUNDING), lost: exact - Math.floor(exact + ROUNDING) };
  });
  let missing = Math.ceil(items.length * share - ROUNDING);
  for (const { size } of strata) missing -= size;
  for (const one of strata.toSorted((a, b) => b.lost - a.lost).slice(0, missing)) one.size++;
  return {
    taken: strata.flatMap(({ stratum, size }) => stratum.slice(0, size)),
    rest: strata.flatMap(({ stratum, size }) => stratum.slice(size)),
  };
}

/** Keeps products such as 0.1 × 30 from rounding up to the next whole number. */
const ROUNDING = 1e-9;

/** Deals the items out to folds, of every label in proportion; folds differ by one item at most. */
export function dealFolds<T>(
  items: readonly T[],
  labelOf: (item: T) => string,
  folds: number,
  random: Random,
): T[][] {
  const dealt = stratify(items, labelOf, random).flat();
  return Array.from({ length: folds }, (_, fold) => dealt.filter((_, i) => i % folds === fold));
}

/** The items of each label, shuffled. */
function stratify<T>(items: readonly T[], labelOf: (item: T) => string, random: Random): T[][] {
  const strata = new Map<string, T[]>();
  for (const item of random.shuffle(items)) {
    const stratum = strata.get(labelOf(item));
    if (stratum) stratum.push(item);
    else strata.set(labelOf(item), [item]);
  }
  return [...strata.values()].sort((a, b) => (labelOf(a[0] as T) < labelOf(b[0] as T) ? -1 : 1));
}
