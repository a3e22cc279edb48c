import type { Clip, FeatureStore } from '@ser/dataset';
import {
  type AnswerNormalisation,
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

/** What a network said of the rows of a hearing, and of others of their speakers, where it knew the voices in one way. */
interface Said {
  hearing: Hearing;
  acquaintance: Acquaintance;
  records: ReadonlyMap<number, PredictionRecord>;
}

/** What a network said, before it is held against its other answers to the same voices. */
export type RawJudgement = readonly Said[];

type JudgeOptions = Omit<PredictRowsOptions, 'voiceOf'>;

/**
 * What a model says of segments of feature stores, for each way in which it can know their voices.
 *
 * @param hearings one for each speed at which the model hears
 */
export async function judgeRows(
  predictor: Predictor,
  hearings: readonly Hearing[],
  options: JudgeOptions = {},
): Promise<Judgement> {
  const { answers } = predictor.card;
  return adjustJudgement(await judgeRaw(predictor, hearings, answers !== null, options), answers);
}

/**
 * What the network itself says of them: voices are known by their bands alone.
 *
 * @param withOthers whether it says something too of the clips that voices are known by, for {@link adjustJudgement}
 */
export async function judgeRaw(
  predictor: Predictor,
  hearings: readonly Hearing[],
  withOthers: boolean,
  { onProgress, ...options }: JudgeOptions = {},
): Promise<RawJudgement> {
  const isVoice = predictor.card.normalisation.kind === 'voice';
  const tasks: Omit<Said, 'records'>[] = [];
  for (const { store, rows, voices } of hearings) {
    const known = isVoice ? (voices ?? (await Voices.read(store))) : undefined;
    const hearing = { store, rows, ...(known && { voices: known }) };
    for (const acquaintance of ACQUAINTANCES) {
      if (acquaintance !== 'stranger' && !known?.knows(rows, acquaintance)) continue;
      tasks.push({ hearing, acquaintance });
    }
  }
  const said: Said[] = [];
  for (const [i, { hearing, acquaintance }] of tasks.entries()) {
    const { store, voices } = hearing;
    const rows = new Set(hearing.rows);
    // Not in a list first: of many clips of one speaker it would be as long as their square.
    for (const row of withOthers && voices ? hearing.rows : []) {
      for (const other of voices?.others(row, acquaintance) ?? []) rows.add(other);
    }
    const records = await predictRows(predictor, store, [...rows], {
      ...options,
      ...(voices && { voiceOf: (row: number) => voices.of(row, acquaintance) }),
      onProgress: (done, total) => onProgress?.(i * total + done, tasks.length * total),
    });
    const byRow = Array.from(rows, (row, k) => [row, records[k] as PredictionRecord] as const);
    said.push({ hearing, acquaintance, records: new Map(byRow) });
  }
  return said;
}

/** A judgement with each answer held against what was said of the clips that its voice is known by. */
export function adjustJudgement(raw: RawJudgement, answers: AnswerNormalisation | null): Judgement {
  const judgement: Judgement = { stranger: [] };
  for (const acquaintance of ACQUAINTANCES) {
    const hearings = raw.filter((said) => said.acquaintance === acquaintance);
    if (hearings.length === 0) continue;
    judgement[acquaintance] = joinHearings(hearings.map((said) => adjustSaid(said, answers)));
  }
  return judgement;
}

function adjustSaid({ hearing, acquaintance, records }: Said, answers: AnswerNormalisation | null) {
  const { rows, voices } = hearing;
  const judged = rows.map((row) => records.get(row) as PredictionRecord);
  if (!answers || !voices) return judged;
  const ratios = new Map(
    Array.from(records, ([row, { probabilities }]) => [row, centredLogRatios(probabilities)]),
  );
  return judged.map((record, i) => {
    const heard = new RowStatistics(record.probabilities.length);
    for (const other of voices.others(rows[i] as number, acquaintance)) {
      heard.add(ratios.get(other) as Float32Array);
    }
    if (heard.rows === 0) return record;
    const probabilities = adjustAnswer(record.probabilities, answerAdjustment(answers, heard));
    return { ...record, probabilities };
  });
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
