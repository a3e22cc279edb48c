import type { EvaluationMetrics } from '@ser/models';

/** `UAR 0.512 [0.470, 0.551]  accuracy …  macro-F1 …`: the figures of an evaluation, with their intervals. */
export function figuresLine({ uar, accuracy, macroF1, ci, count }: EvaluationMetrics): string {
  const interval = ([low, high]: [number, number]) => `[${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return (
    `UAR ${uar.toFixed(3)} ${interval(ci.uar)}  accuracy ${accuracy.toFixed(3)} ${interval(ci.accuracy)}  ` +
    `macro-F1 ${macroF1.toFixed(3)}  (${count} clips; intervals of 95 % over ${ci.unit}s)`
  );
}
