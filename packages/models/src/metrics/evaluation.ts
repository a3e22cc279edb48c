import { ModelError } from '../errors.ts';
import { type BootstrapOptions, type BootstrapUnit, bootstrapIntervals, type Interval } from './bootstrap.ts';
import { expectedCalibrationError, type ReliabilityBin, reliabilityBins } from './calibration.ts';
import { type ClassScores, confusionMatrix, scores } from './confusion.ts';
import { aggregateClips, type Prediction, type PredictionRecord, predictLabels } from './prediction.ts';

/** Figures of one level, clips or segments. */
export interface LevelMetrics {
  /** How many were judged. */
  count: number;
  accuracy: number;
  uar: number;
  macroF1: number;
  /** Expected calibration error over the bins of `reliability`. */
  ece: number;
  reliability: ReliabilityBin[];
  /** The order of the confusion matrix and of every prediction's probabilities. */
  labels: string[];
  /** Counts; a row a true label, a column a predicted one. */
  confusion: number[][];
  perClass: Record<string, ClassScores>;
  /** 95 % bootstrap intervals over `unit`. */
  ci: { uar: Interval; accuracy: Interval; unit: BootstrapUnit };
  /** Per property that the corpus knows and value of it. */
  groups: Partial<Record<GroupName, Record<string, GroupMetrics>>>;
}

/** `evaluation/metrics.json`: the clips' figures, and the segments' beside them. */
export interface EvaluationMetrics extends LevelMetrics {
  /** The kind of split that the judged side comes from. */
  split: string;
  level: 'clip';
  segment: LevelMetrics;
  /** The clips' figures where the model knows the voice by other clips of its speaker; by the kind of acquaintance. */
  knownVoice?: Record<string, Figures>;
  /** How people did on the same clips, where the corpus asked them. */
  people?: PeopleFigures;
}

/** How often people named the label that was meant. */
export interface PeopleFigures {
  /** Clips, and votes on them. */
  count: number;
  votes: number;
  /** Of single votes. */
  single: { accuracy: number; uar: number };
  /** Of the label with the most votes. */
  majority: { accuracy: number; uar: number };
}

/** The figures that a model is compared by. */
export type Figures = Pick<LevelMetrics, 'count' | 'accuracy' | 'uar' | 'macroF1' | 'ece' | 'ci'>;

/** The figures alone of predictions of clips. */
export function clipFigures(clips: readonly PredictionRecord[], labels: readonly string[]): Figures {
  const { count, accuracy, uar, macroF1, ece, ci } = levelMetrics(predictLabels(clips, labels), labels);
  return { count, accuracy, uar, macroF1, ece, ci };
}

export const GROUP_NAMES = ['sex', 'age', 'level', 'speaker', 'sentence'] as const;
export type GroupName = (typeof GROUP_NAMES)[number];

export interface GroupMetrics {
  count: number;
  accuracy: number;
  /** Over the classes that occur in the group. */
  uar: number;
}

export interface EvaluationInput {
  split: string;
  /** In the model's output order. */
  labels: readonly string[];
  /** One a segment, or one a clip. */
  records: readonly PredictionRecord[];
  bootstrap?: BootstrapOptions;
}

/**
 * Everything that is said of a run. A class without support is left out of UAR and macro-F1, and its own
 * figures are null.
 *
 * @throws {@link ModelError} if there are no records, or one does not fit the labels
 */
export function evaluationMetrics({ split, labels, records, bootstrap }: EvaluationInput): EvaluationMetrics {
  const clips = predictLabels(aggregateClips(records), labels);
  return {
    split,
    level: 'clip',
    ...levelMetrics(clips, labels, bootstrap),
    segment: levelMetrics(predictLabels(records, labels), labels, bootstrap),
  };
}

function levelMetrics(
  predictions: readonly Prediction[],
  labels: readonly string[],
  bootstrap?: BootstrapOptions,
): LevelMetrics {
  if (predictions.length === 0) throw new ModelError('there are no clips to evaluate');
  const confusion = confusionMatrix(predictions, labels);
  const { accuracy, uar, macroF1, classes } = scores(confusion);
  const reliability = reliabilityBins(predictions);
  return {
    count: predictions.length,
    accuracy,
    uar,
    macroF1,
    ece: expectedCalibrationError(reliability),
    reliability,
    labels: [...labels],
    confusion: confusion.to2DArray(),
    perClass: Object.fromEntries(labels.map((label, i) => [label, classes[i] as ClassScores])),
    ci: bootstrapIntervals(predictions, labels, bootstrap),
    groups: groupMetrics(predictions, labels),
  };
}

/** Accuracy and UAR of each value of each property that is known for at least one prediction. */
export function groupMetrics(
  predictions: readonly Prediction[],
  labels: readonly string[],
): LevelMetrics['groups'] {
  const groups: LevelMetrics['groups'] = {};
  for (const name of GROUP_NAMES) {
    const known = predictions.filter((prediction) => prediction[name] !== undefined);
    if (known.length === 0) continue;
    const values = [...new Set(known.map((prediction) => prediction[name] as string))].sort();
    groups[name] = Object.fromEntries(
      values.map((value) => {
        const members = known.filter((prediction) => prediction[name] === value);
        const { accuracy, uar } = scores(confusionMatrix(members, labels));
        return [value, { count: members.length, accuracy, uar }];
      }),
    );
  }
  return groups;
}
