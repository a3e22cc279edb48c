import { ModelError } from '../errors.ts';

/** What a model said of one clip, or of one of its segments, beside what is true. */
export interface PredictionRecord {
  /** Clip id. */
  clip: string;
  /** Number of the segment in its clip; missing where the record is of a whole clip. */
  segment?: number;
  /** The true label. */
  label: string;
  speaker?: string;
  sentence?: string;
  sex?: string;
  /** In bands of years, such as '30–39'. */
  age?: string;
  /** Intensity as the corpus names it. */
  level?: string;
  /** One a label, in the model's label order; they sum to 1. */
  probabilities: ArrayLike<number>;
}

/** A record with the label that the model puts first. */
export interface Prediction extends PredictionRecord {
  predicted: string;
}

/** The position of the largest value; of equal ones the first. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] as number) > (values[best] as number)) best = i;
  }
  return best;
}

/**
 * Names each record's most probable label.
 *
 * @throws {@link ModelError} if a record's label is not among `labels`, or its probabilities don't fit them
 */
export function predictLabels(records: readonly PredictionRecord[], labels: readonly string[]): Prediction[] {
  return records.map((record) => {
    const { clip, label, probabilities } = record;
    if (!labels.includes(label)) {
      throw new ModelError(`clip ${clip} is labelled ${label}, but the model knows ${labels.join(', ')}`);
    }
    if (probabilities.length !== labels.length) {
      throw new ModelError(
        `clip ${clip} has ${probabilities.length} probabilities for ${labels.length} labels`,
      );
    }
    for (let i = 0; i < probabilities.length; i++) {
      if (!Number.isFinite(probabilities[i]))
        throw new ModelError(`clip ${clip}: a probability is not a finite number`);
    }
    return { ...record, predicted: labels[argMax(probabilities)] as string };
  });
}

/**
 * One record a clip: the mean of its segments' probabilities, in the order in which clips first appear.
 *
 * @throws {@link ModelError} if the segments of a clip differ in label
 */
export function aggregateClips(records: readonly PredictionRecord[]): PredictionRecord[] {
  const clips = new Map<string, PredictionRecord[]>();
  for (const record of records) {
    const segments = clips.get(record.clip);
    if (!segments) clips.set(record.clip, [record]);
    else if (segments[0]?.label === record.label) segments.push(record);
    else
      throw new ModelError(`clip ${record.clip} is labelled both ${segments[0]?.label} and ${record.label}`);
  }
  return Array.from(clips.values(), (segments) => {
    const { segment: _, ...clip } = segments[0] as PredictionRecord;
    return { ...clip, probabilities: meanProbabilities(segments.map(({ probabilities }) => probabilities)) };
  });
}

/** The mean over segments of each label's probability: a clip's answer. */
export function meanProbabilities(segments: readonly ArrayLike<number>[]): number[] {
  return Array.from({ length: segments[0]?.length ?? 0 }, (_, label) => {
    let sum = 0;
    for (const probabilities of segments) sum += probabilities[label] as number;
    return sum / segments.length;
  });
}
