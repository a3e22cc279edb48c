import type { CardDetails, EvaluationMetrics, Figures } from '@ser/models';

/** The figures as a card has them; those of known voices by names of their own. */
export function cardFigures({ knownVoice = {}, ...stranger }: EvaluationMetrics): CardDetails['figures'] {
  const named = ({ uar, accuracy, macroF1, ece, ci }: Figures, prefix: string) => ({
    [`${prefix}uar`]: { value: uar, interval: ci.uar },
    [`${prefix}accuracy`]: { value: accuracy, interval: ci.accuracy },
    [`${prefix}macroF1`]: { value: macroF1, interval: null },
    [`${prefix}ece`]: { value: ece, interval: null },
  });
  const known = Object.entries(knownVoice).map(([name, figures]) => named(figures, `voice/${name}/`));
  return Object.assign(named(stranger, ''), ...known);
}
