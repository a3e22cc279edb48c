import { join } from 'node:path';
import { aggregateClips, type EvaluationMetrics, type PredictionRecord } from '@ser/models';
import { predictionsCsv } from './predictions.ts';
import { readJson, writeJson, writeText } from './run-directory.ts';

/**
 * Writes an evaluation's folder: `predictions.csv` (a row a clip), `segments.csv` (a row a segment) and, last,
 * so that it stands for all of them, `metrics.json`.
 *
 * @param records what `metrics` were taken from
 */
export async function writeEvaluation(
  folder: string,
  metrics: EvaluationMetrics,
  records: readonly PredictionRecord[],
): Promise<void> {
  const { labels } = metrics;
  await writeText(join(folder, 'predictions.csv'), predictionsCsv(aggregateClips(records), labels));
  await writeText(join(folder, 'segments.csv'), predictionsCsv(records, labels));
  await writeJson(join(folder, 'metrics.json'), metrics);
}

export async function readEvaluation(folder: string): Promise<EvaluationMetrics> {
  return (await readJson(join(folder, 'metrics.json'), "the evaluation's figures")) as EvaluationMetrics;
}
