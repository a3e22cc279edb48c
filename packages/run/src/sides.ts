import type { FeatureStore, SideName, Split } from '@ser/dataset';

/** Rows of a feature store on each side of a split, in the store's order. */
export function rowsOfSides(store: FeatureStore, split: Split): Record<SideName, number[]> {
  const sides = {
    train: new Set(split.train),
    validation: new Set(split.validation),
    test: new Set(split.test),
  };
  const rows: Record<SideName, number[]> = { train: [], validation: [], test: [] };
  store.rows.forEach(({ clip, segment }, row) => {
    const key = split.kind === 'segment' ? `${clip}#${segment}` : clip;
    for (const name of ['train', 'validation', 'test'] as const) {
      if (sides[name].has(key)) rows[name].push(row);
    }
  });
  return rows;
}
