import { count, duration, loss, percent, plural } from '../format.ts';
import { type Card, cards, shareCard } from '../page/cards.ts';
import type { Html } from '../page/html.ts';
import { chanceLevels } from './chance.ts';
import type { RunEvaluation, RunReport } from './types.ts';

/** The figures that a reader came for. */
export function headline(run: RunReport): Html {
  return cards(run.evaluation ? evaluated(run.evaluation) : trained(run));
}

function evaluated(evaluation: RunEvaluation): Card[] {
  const { uar, accuracy, macroF1, ece, ci } = evaluation;
  const chance = chanceLevels(evaluation);
  return [
    shareCard('UAR', { value: uar, interval: ci.uar, chance: { name: 'chance', value: chance.uar } }),
    shareCard('Accuracy', {
      value: accuracy,
      interval: ci.accuracy,
      chance: { name: 'commonest class', value: chance.accuracy },
    }),
    shareCard('Macro F1', { value: macroF1 }, `mean of ${plural(chance.classes, 'class', 'classes')}`),
    {
      label: 'Calibration error',
      value: percent(ece),
      note: 'expected distance of confidence from accuracy',
    },
  ];
}

function trained({ history, bestEpoch, model }: RunReport): Card[] {
  const best = history.find(({ epoch }) => epoch === bestEpoch) ?? history.at(-1);
  return [
    ...(best?.validation
      ? [shareCard('Validation UAR', { value: best.validation.uar }, `epoch ${best.epoch}`)]
      : []),
    ...(best ? [{ label: 'Training loss', value: loss(best.loss), note: `epoch ${best.epoch}` }] : []),
    {
      label: 'Epochs',
      value: count(history.length),
      note:
        history.length > 0
          ? `${duration(history.reduce((sum, { seconds }) => sum + seconds, 0))} in all`
          : 'none finished yet',
    },
    { label: 'Parameters', value: count(model.parameters), note: model.name },
  ];
}
