import type { PredictionRecord } from './metrics/prediction.ts';
import { RowStatistics } from './row-statistics.ts';

/** How answers lie: their mean, as centred log-ratios in label order, and their spread about it. */
export interface AnswerFigures {
  mean: number[];
  /** Sum of the log-ratios' variances within a voice. */
  spread: number;
}

/**
 * What a model's answers come to over voices that it never heard. It hears more of an emotion in some voices than in others,
 * whatever they express; beside these figures, the answers to a known voice tell by how much.
 */
export interface AnswerNormalisation {
  /** Of speech with every emotion. */
  mixed: AnswerFigures;
  /** Of plain speech alone, whose answers lie closer together. */
  plain: AnswerFigures;
  /** How many windows of a voice the mixed ones count for. */
  windows: number;
  /** What log-ratios are multiplied by where much of a voice was heard: of such voices the model can be surer. */
  sharpness: number;
}

/** What the answers to a voice have to go through. */
export interface AnswerAdjustment {
  /** Taken off the log-ratios, in label order. */
  shift: number[];
  /** What they are multiplied by then. */
  sharpness: number;
}

/** Windows that the population counts for in a voice's answers. */
const POPULATION_WINDOWS = 4;

/**
 * Fits the figures on answers to voices that the model did not train on.
 *
 * @param records of segments whose speakers are known
 * @param plain the label of plain speech; where there is none of it, all speech counts as mixed
 * @returns null where no voice has two answers: nothing can be said of spread within a voice then
 */
export function fitAnswers(records: readonly PredictionRecord[], plain: string): AnswerNormalisation | null {
  const known = records.filter(({ speaker }) => speaker !== undefined);
  const mixed = figuresWithin(known);
  if (!mixed) return null;
  const plainFigures = figuresWithin(known.filter(({ label }) => label === plain));
  return { mixed, plain: plainFigures ?? mixed, windows: POPULATION_WINDOWS, sharpness: 1 };
}

/** Mean over all answers, and the spread of each voice's about their own mean. */
function figuresWithin(records: readonly PredictionRecord[]): AnswerFigures | undefined {
  const width = records[0]?.probabilities.length ?? 0;
  const all = new RowStatistics(width);
  const voices = new Map<string, RowStatistics>();
  for (const { speaker = '', probabilities } of records) {
    const ratios = centredLogRatios(probabilities);
    all.add(ratios);
    const voice = voices.get(speaker) ?? new RowStatistics(width);
    voice.add(ratios);
    voices.set(speaker, voice);
  }
  const freedom = all.rows - voices.size;
  if (freedom === 0) return undefined;
  const squares = [...voices.values()].reduce((sum, voice) => sum + voice.spread * voice.rows, 0);
  return { mean: all.meanStd().mean, spread: squares / freedom };
}

/** The figures once the model's logits are divided by a temperature. */
export function coolAnswers(answers: AnswerNormalisation, temperature: number): AnswerNormalisation {
  const cool = ({ mean, spread }: AnswerFigures): AnswerFigures => ({
    mean: mean.map((ratio) => ratio / temperature),
    spread: spread / temperature ** 2,
  });
  return { ...answers, mixed: cool(answers.mixed), plain: cool(answers.plain) };
}

/**
 * By how much the answers to a voice lie beside the population's, and how sure they may be; nothing where none was heard. No one
 * says what the voice has expressed, but a voice whose answers hardly differ has spoken plainly: it is held against
 * plain speech, others against mixed speech, and what lies between against as much of both.
 *
 * @param heard centred log-ratios of the answers to other windows of the voice
 */
export function answerAdjustment(
  { mixed, plain, windows, sharpness }: AnswerNormalisation,
  heard: RowStatistics,
): AnswerAdjustment {
  const deviation = Math.sqrt(mixed.spread / mixed.mean.length);
  const voice = RowStatistics.of({ mean: mixed.mean, std: mixed.mean.map(() => deviation) }, windows);
  voice.merge(heard);
  const range = mixed.spread - plain.spread;
  const variety = range > 0 ? Math.min(1, Math.max(0, (voice.spread - plain.spread) / range)) : 1;
  const { mean } = voice.meanStd();
  const shift = mean.map((ratio, label) => {
    const [m, p] = [mixed.mean[label] as number, plain.mean[label] as number];
    return ratio - (p + (m - p) * variety);
  });
  // Plain speech tells less of a voice than mixed speech does.
  const known = (variety * heard.rows) / (heard.rows + windows);
  return { shift, sharpness: 1 + (sharpness - 1) * known };
}

/** Probabilities as they are after the adjustment. */
export function adjustAnswer(
  probabilities: ArrayLike<number>,
  { shift, sharpness }: AnswerAdjustment,
): Float32Array {
  const ratios = centredLogRatios(probabilities).map(
    (ratio, label) => (ratio - (shift[label] as number)) * sharpness,
  );
  const top = Math.max(...ratios);
  const powers = ratios.map((ratio) => Math.exp(ratio - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Logarithms of probabilities less their mean: Aitchison, "The statistical analysis of compositional data" (1982). */
export function centredLogRatios(probabilities: ArrayLike<number>): Float32Array {
  const logs = Float32Array.from(probabilities, (probability) => Math.log(Math.max(probability, 1e-12)));
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  return logs.map((log) => log - mean);
}
