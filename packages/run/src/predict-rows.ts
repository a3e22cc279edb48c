import type { FeatureStore } from '@ser/dataset';
import { type PredictionRecord, type Predictor, predictSegments, type RowStatistics } from '@ser/models';

/** Rows read at once: bounds memory, results don't depend on it. */
const ROWS_AT_ONCE = 64;

export interface PredictRowsOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
  /** What is known of the voice of each row's clip. Default: the row alone. */
  voiceOf?: (row: number) => RowStatistics;
}

/** What a model says of segments of a feature store, one record a segment, in the order of `rows`. */
export async function predictRows(
  predictor: Predictor,
  store: FeatureStore,
  rows: readonly number[],
  { signal, onProgress, voiceOf }: PredictRowsOptions = {},
): Promise<PredictionRecord[]> {
  const records: PredictionRecord[] = [];
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    signal?.throwIfAborted();
    const some = rows.slice(start, start + ROWS_AT_ONCE);
    const segments = await Promise.all(some.map((row) => store.read(row)));
    const probabilities = await predictSegments(predictor, segments, voiceOf && some.map(voiceOf));
    some.forEach((row, i) => {
      const { frames: _, ...known } = store.rows[row] as FeatureStore['rows'][number];
      records.push({ ...known, probabilities: probabilities[i] as Float32Array });
    });
    onProgress?.(Math.min(start + ROWS_AT_ONCE, rows.length), rows.length);
  }
  return records;
}
