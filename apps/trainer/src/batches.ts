import {
  type Augmentation,
  deriveSeed,
  disturbSegment,
  type FeatureShape,
  mixBatch,
  placeSegment,
} from '@ser/models';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { TrainingSegments } from './segments.ts';

/** Rows of the feature store as the network takes them: `size × frames × width`, time-major, normalised. */
export interface Batch {
  values: Float32Array;
  /** Probability of each class for each row, row by row. */
  targets: Float32Array;
  size: number;
}

export interface BatchSource {
  segments: Pick<TrainingSegments, 'read' | 'labelOf'>;
  /** Of the network's input. */
  shape: FeatureShape;
  labels: readonly string[];
  augmentation?: Augmentation;
  seed: number;
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

/**
 * Batches of an epoch's `rows` in their order; the next one is read while the caller works on the one it has. What is
 * drawn at random follows from the source's seed, the epoch and the row.
 */
export async function* readBatches(
  source: BatchSource,
  rows: readonly number[],
  batchSize: number,
  epoch: number,
): AsyncGenerator<Batch> {
  const read = (start: number) => readBatch(source, rows.slice(start, start + batchSize), epoch);
  let next = rows.length > 0 ? read(0) : undefined;
  for (let start = batchSize; next; start += batchSize) {
    const batch = await next;
    next = start < rows.length ? read(start) : undefined;
    // The consumer may leave before it asks for this one; a failure counts only once it is awaited.
    next?.catch(() => {});
    yield batch;
  }
}

async function readBatch(source: BatchSource, rows: readonly number[], epoch: number): Promise<Batch> {
  const { segments, shape, labels, augmentation, seed } = source;
  const size = shape.frames * shape.width;
  const values = new Float32Array(rows.length * size);
  const targets = new Float32Array(rows.length * labels.length);
  await Promise.all(
    rows.map(async (row, i) => {
      const rowSeed = deriveSeed(seed, `row ${row} of epoch ${epoch}`);
      const segment = await segments.read(row, rowSeed);
      const target = values.subarray(i * size, (i + 1) * size);
      if (augmentation) disturbSegment(target, segment, shape, augmentation, xoroshiro128plus(rowSeed));
      else placeSegment(target, segment, shape);
      targets[i * labels.length + labels.indexOf(segments.labelOf(row))] = 1;
    }),
  );
  if (augmentation && augmentation.mixup > 0) {
    const random = xoroshiro128plus(deriveSeed(seed, `mixture of row ${rows[0]} in epoch ${epoch}`));
    mixBatch(values, targets, rows.length, augmentation.mixup, random);
  }
  return { values, targets, size: rows.length };
}
