import type { RunEvaluation } from './types.ts';

/** What guessing reaches. Classes that never occur count in no mean, so they make it no harder. */
export function chanceLevels({ labels, perClass }: RunEvaluation): {
  /** How many classes occur. */
  classes: number;
  uar: number;
  /** By always naming the commonest class. */
  accuracy: number;
} {
  const support = labels.map((label) => perClass[label]?.support ?? 0).filter((n) => n > 0);
  const total = support.reduce((sum, n) => sum + n, 0);
  const classes = support.length;
  return {
    classes,
    uar: classes > 0 ? 1 / classes : 0,
    accuracy: total > 0 ? Math.max(...support) / total : 0,
  };
}
