import type { Clip, FeatureStore } from '@ser/dataset';
import {
  adjustAnswer,
  aggregateClips,
  answerAdjustment,
  centredLogRatios,
  clipFigures,
  type EvaluationMetrics,
  evaluationMetrics,
  type PredictionRecord,
  type Predictor,
  RowStatistics,
} from '@ser/models';
import { peopleFigures } from './people.ts';
import { type PredictRowsOptions, predictRows } from './predict-rows.ts';
import { ACQUAINTANCES, type Acquaintance, Voices } from './voices.ts';

/** Predictions of segments: of voices that are strangers to the model, and of better known ones where it can know any. */
export type Judgement = { stranger: PredictionRecord[] } & Partial<Record<Acquaintance, PredictionRecord[]>>;

/** What is judged, as it is heard at one of the model's speeds. */
export interface Hearing {
  store: FeatureStore;
  rows: readonly number[];
  /** Read from the store if they are missing and the model can know voices. */
  voices?: Voices;
}

type JudgeOptions = Omit<PredictRowsOptions, 'voiceOf'>;

/**
 * What a model says of segments of feature stores, for each way in which it can know their voices.
 *
 * @param hearings one for each speed at which the model hears
 */
export async function judgeRows(
  predictor: Predictor,
  hearings: readonly Hearing[],
  { onProgress, ...options }: JudgeOptions = {},
): Promise<Judgement> {
  const judgements: Judgement[] = [];
  for (const [i, hearing] of hearings.entries()) {
    judgements.push(
      await judgeHearing(predictor, hearing, {
        ...options,
        onProgress: (done, total) => onProgress?.(i * total + done, hearings.length * total),
      }),
    );
  }
  const judgement: Judgement = { stranger: [] };
  for (const acquaintance of ACQUAINTANCES) {
    const heard = judgements.flatMap((one) => (one[acquaintance] ? [one[acquaintance]] : []));
    if (heard.length > 0) judgement[acquaintance] = joinHearings(heard);
  }
  return judgement;
}

/** All that was said of the clips, their segments numbered on from one speed to the next. */
function joinHearings(heard: PredictionRecord[][]): PredictionRecord[] {
  const [only] = heard;
  if (only && heard.length === 1) return only;
  const counts = new Map<string, number>();
  return heard.flat().map((record) => {
    const segment = counts.get(record.clip) ?? 0;
    counts.set(record.clip, segment + 1);
    return { ...record, segment };
  });
}

async function judgeHearing(
  predictor: Predictor,
  { store, rows, voices }: Hearing,
  { onProgress, ...options }: JudgeOptions,
): Promise<Judgement> {
  if (predictor.card.normalisation.kind !== 'voice') {
    return {
      stranger: await predictRows(predictor, store, rows, { ...options, ...(onProgress && { onProgress }) }),
    };
  }
  const known = voices ?? (await Voices.read(store));
  const judgement: Judgement = { stranger: [] };
  const possible = ACQUAINTANCES.filter((acquaintance) => known.knows(rows, acquaintance));
  for (const [i, acquaintance] of possible.entries()) {
    judgement[acquaintance] = await judgeAcquainted(predictor, store, rows, acquaintance, {
      ...options,
      voices: known,
      onProgress: (done, total) => onProgress?.(i * total + done, possible.length * total),
    });
  }
  return judgement;
}

/** What it says where it knows the voices in one way: by their bands, and by what it said of the clips it knows them by. */
async function judgeAcquainted(
  predictor: Predictor,
  store: FeatureStore,
  rows: readonly number[],
  acquaintance: Acquaintance,
  { voices, ...options }: JudgeOptions & { voices: Voices },
): Promise<PredictionRecord[]> {
  const { answers } = predictor.card;
  const needed = new Set(rows);
  // Not in a list first: of many clips of one speaker it would be as long as their square.
  for (const row of answers ? rows : []) {
    for (const other of voices.others(row, acquaintance)) needed.add(other);
  }
  const records = await predictRows(predictor, store, [...needed], {
    ...options,
    voiceOf: (row) => voices.of(row, acquaintance),
  });
  if (!answers) return records;
  const said = new Map(Array.from(needed, (row, i) => [row, records[i] as PredictionRecord]));
  const ratios = new Map(Array.from(said, ([row, record]) => [row, centredLogRatios(record.probabilities)]));
  return rows.map((row) => {
    const record = said.get(row) as PredictionRecord;
    const heard = new RowStatistics(record.probabilities.length);
    for (const other of voices.others(row, acquaintance)) heard.add(ratios.get(other) as Float32Array);
    if (heard.rows === 0) return record;
    return {
      ...record,
      probabilities: adjustAnswer(record.probabilities, answerAdjustment(answers, heard)),
    };
  });
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
