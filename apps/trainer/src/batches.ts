import type { FeatureStore } from '@ser/dataset';
import { applyNormalisation, deriveSeed, type Normalisation } from '@ser/models';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Rows of the feature store as the network takes them: `size × frames × width`, time-major, normalised. */
export interface Batch {
  values: Float32Array;
  /** Class number of each row. */
  classes: Int32Array;
  size: number;
}

export interface BatchSource {
  store: FeatureStore;
  normalisation: Normalisation;
  labels: readonly string[];
}

/** Rows in the order of one training epoch: a permutation that follows from seed and epoch alone. */
export function shuffleRows(rows: readonly number[], seed: number, epoch: number): number[] {
  const random = xoroshiro128plus(deriveSeed(seed, `order of epoch ${epoch}`));
  const order = [...rows];
  for (let last = order.length - 1; last > 0; last--) {
    const other = uniformInt(random, 0, last);
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}

/** Batches of `rows` in their order; the next one is read while the caller works on the one it has. */
export async function* readBatches(
  source: BatchSource,
  rows: readonly number[],
  batchSize: number,
): AsyncGenerator<Batch> {
  const read = (start: number) => readBatch(source, rows.slice(start, start + batchSize));
  let next = rows.length > 0 ? read(0) : undefined;
  for (let start = batchSize; next; start += batchSize) {
    const batch = await next;
    next = start < rows.length ? read(start) : undefined;
    // The consumer may leave before it asks for this one; a failure counts only once it is awaited.
    next?.catch(() => {});
    yield batch;
  }
}

async function readBatch(source: BatchSource, rows: readonly number[]): Promise<Batch> {
  const { store, normalisation, labels } = source;
  const values = await store.readBatch(rows);
  applyNormalisation(normalisation, values, store.width);
  const classes = Int32Array.from(rows, (row) => labels.indexOf(store.rows[row]?.label ?? ''));
  return { values, classes, size: rows.length };
}
