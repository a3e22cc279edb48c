import { Matrix } from 'ml-matrix';
import type { Prediction } from './prediction.ts';

/** Counts: a row a true label, a column a predicted one, both in the order of `labels`. */
export function confusionMatrix(predictions: readonly Prediction[], labels: readonly string[]): Matrix {
  const position = new Map(labels.map((label, i) => [label, i]));
  const counts = Matrix.zeros(labels.length, labels.length);
  for (const { label, predicted } of predictions) {
    const row = position.get(label) as number;
    const column = position.get(predicted) as number;
    counts.set(row, column, counts.get(row, column) + 1);
  }
  return counts;
}

/** Figures of one class; null where it never occurs, since then nothing can be said. */
export interface ClassScores {
  /** Share of right ones among those predicted; 0 where it was never predicted. */
  precision: number | null;
  /** Share of right ones among those that are of the class. */
  recall: number | null;
  /** Harmonic mean of the two. */
  f1: number | null;
  /** How many are of the class. */
  support: number;
}

export interface Scores {
  /** Share of right ones: the weighted accuracy (WA) of the field. */
  accuracy: number;
  /** Unweighted average recall: the mean recall over the classes that occur. */
  uar: number;
  /** Mean F1 over the classes that occur. */
  macroF1: number;
  /** In the order of the confusion matrix. */
  classes: ClassScores[];
}

/**
 * Scores from a confusion matrix with at least one count. A class without support counts in no average; its
 * false alarms still cost the other classes' recall.
 */
export function scores(confusion: Matrix): Scores {
  const support = confusion.sum('row');
  const predicted = confusion.sum('column');
  const right = confusion.diagonal();
  const classes = right.map((hits, i): ClassScores => {
    const [actual, claimed] = [support[i] as number, predicted[i] as number];
    if (actual === 0) return { precision: null, recall: null, f1: null, support: 0 };
    return {
      precision: claimed === 0 ? 0 : hits / claimed,
      recall: hits / actual,
      f1: (2 * hits) / (actual + claimed),
      support: actual,
    };
  });
  const occurring = classes.filter((one) => one.support > 0);
  const mean = (pick: (one: ClassScores) => number | null) =>
    occurring.reduce((sum, one) => sum + (pick(one) as number), 0) / occurring.length;
  return {
    accuracy: confusion.trace() / confusion.sum(),
    uar: mean(({ recall }) => recall),
    macroF1: mean(({ f1 }) => f1),
    classes,
  };
}
