import type { FeatureStore } from '@ser/dataset';
import {
  aggregateClips,
  clipFigures,
  type EvaluationMetrics,
  evaluationMetrics,
  type PredictionRecord,
  type Predictor,
} from '@ser/models';
import { type PredictRowsOptions, predictRows } from './predict-rows.ts';
import { ACQUAINTANCES, type Acquaintance, Voices } from './voices.ts';

/** Predictions of segments: of voices that are strangers to the model, and of better known ones where it can know any. */
export type Judgement = { stranger: PredictionRecord[] } & Partial<Record<Acquaintance, PredictionRecord[]>>;

/** What a model says of segments of a feature store, for each way of knowing the voices. */
export async function judgeRows(
  predictor: Predictor,
  store: FeatureStore,
  rows: readonly number[],
  { onProgress, ...options }: Omit<PredictRowsOptions, 'voiceOf'> & { voices?: Voices } = {},
): Promise<Judgement> {
  if (predictor.card.normalisation.kind !== 'voice') {
    return {
      stranger: await predictRows(predictor, store, rows, { ...options, ...(onProgress && { onProgress }) }),
    };
  }
  const { voices = await Voices.read(store), ...rest } = options;
  const judgement: Judgement = { stranger: [] };
  for (const [i, acquaintance] of ACQUAINTANCES.entries()) {
    judgement[acquaintance] = await predictRows(predictor, store, rows, {
      ...rest,
      voiceOf: (row) => voices.of(row, acquaintance),
      onProgress: (done, total) => onProgress?.(i * total + done, ACQUAINTANCES.length * total),
    });
  }
  return judgement;
}

/** The figures of a judgement: those of strangers, and beside them what knowing the voices is worth. */
export function judgementMetrics(
  judgement: Judgement,
  about: { split: string; labels: readonly string[] },
): EvaluationMetrics {
  const { stranger, ...known } = judgement;
  const metrics = evaluationMetrics({ ...about, records: stranger });
  const acquaintances = Object.entries(known);
  if (acquaintances.length === 0) return metrics;
  const knownVoice = Object.fromEntries(
    acquaintances.map(([name, records]) => [name, clipFigures(aggregateClips(records), about.labels)]),
  );
  return { ...metrics, knownVoice };
}
