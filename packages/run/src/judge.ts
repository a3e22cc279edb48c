import type { Clip, FeatureStore } from '@ser/dataset';
import {
  aggregateClips,
  clipFigures,
  type EvaluationMetrics,
  evaluationMetrics,
  type PredictionRecord,
  type Predictor,
} from '@ser/models';
import { peopleFigures } from './people.ts';
import { type PredictRowsOptions, predictRows } from './predict-rows.ts';
import { ACQUAINTANCES, type Acquaintance, Voices } from './voices.ts';

/** Predictions of segments: of voices that are strangers to the model, and of better known ones where it can know any. */
export type Judgement = { stranger: PredictionRecord[] } & Partial<Record<Acquaintance, PredictionRecord[]>>;

/** What a model says of segments of a feature store, for each way in which it can know their voices. */
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
  const possible = ACQUAINTANCES.filter((acquaintance) => voices.knows(rows, acquaintance));
  for (const [i, acquaintance] of possible.entries()) {
    judgement[acquaintance] = await predictRows(predictor, store, rows, {
      ...rest,
      voiceOf: (row) => voices.of(row, acquaintance),
      onProgress: (done, total) => onProgress?.(i * total + done, possible.length * total),
    });
  }
  return judgement;
}

/**
 * The figures of a judgement: those of strangers, and beside them what knowing the voices is worth, and how people did.
 *
 * @param about.clips of the corpus
 */
export function judgementMetrics(
  judgement: Judgement,
  { clips, ...about }: { split: string; labels: readonly string[]; clips: readonly Clip[] },
): EvaluationMetrics {
  const { stranger, ...known } = judgement;
  const judged = new Set(stranger.map(({ clip }) => clip));
  const people = peopleFigures(
    clips.filter(({ id }) => judged.has(id)),
    about.labels,
  );
  const knownVoice = Object.fromEntries(
    Object.entries(known).map(([name, records]) => [
      name,
      clipFigures(aggregateClips(records), about.labels),
    ]),
  );
  return {
    ...evaluationMetrics({ ...about, records: stranger }),
    ...(Object.keys(knownVoice).length > 0 && { knownVoice }),
    ...(people && { people }),
  };
}
