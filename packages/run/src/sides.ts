import type { FeatureStore, SideName, Split } from '@ser/dataset';

/** The side that a model is judged on: that of the test, unless it trained on those clips too, as a final one does. */
export function judgedSide({ test }: Pick<Split, 'test'>): 'test' | 'validation' {
  return test.length > 0 ? 'test' : 'validation';
}

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
