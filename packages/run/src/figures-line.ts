import type { EvaluationMetrics, Figures } from '@ser/models';
import type { Acquaintance } from './voices.ts';

/** `UAR 0.512 [0.470, 0.551]  accuracy …  macro-F1 …`: the figures of an evaluation, with their intervals. */
export function figuresLine({ uar, accuracy, macroF1, ci, count }: Figures): string {
  const interval = ([low, high]: [number, number]) => `[${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return (
    `UAR ${uar.toFixed(3)} ${interval(ci.uar)}  accuracy ${accuracy.toFixed(3)} ${interval(ci.accuracy)}  ` +
    `macro-F1 ${macroF1.toFixed(3)}  (${count} clips; intervals of 95 % over ${ci.unit}s)`
  );
}

const KNOWN_BY: Record<Exclude<Acquaintance, 'stranger'>, string> = {
  ten: 'ten other clips',
  neutral: 'its other neutral clips',
  all: 'all its other clips',
};

/** A line for each way of knowing the voices, if the model can know any, and one of how people did, if any were asked. */
export function besideLines({ knownVoice = {}, people }: EvaluationMetrics): string[] {
  const known = Object.entries(knownVoice).map(
    ([name, figures]) =>
      `  voice known by ${KNOWN_BY[name as keyof typeof KNOWN_BY] ?? name}: ${figuresLine(figures)}`,
  );
  if (!people) return known;
  const { single, majority, votes, count } = people;
  return [
    ...known,
    `  people by ear: UAR ${single.uar.toFixed(3)}  accuracy ${single.accuracy.toFixed(3)}  (${votes} votes); most voted: ` +
      `UAR ${majority.uar.toFixed(3)}  accuracy ${majority.accuracy.toFixed(3)}  (${count} clips)`,
  ];
}
