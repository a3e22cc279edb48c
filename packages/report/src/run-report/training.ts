import { learningCurve } from '../charts/learning-curve.ts';
import { loss as asLoss, count, duration, NONE, percent } from '../format.ts';
import { figure, sideBySide } from '../page/figure.ts';
import { type Content, html } from '../page/html.ts';
import { folded, keyValues } from '../page/key-values.ts';
import type { Section } from '../page/page.ts';
import { table } from '../page/table.ts';
import type { RunReport } from './types.ts';

/** Learning curves, and each epoch's figures. */
export function trainingSection({ history, bestEpoch, model }: RunReport): Section {
  const seconds = history.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const facts = keyValues([
    ['Model', model.name],
    ['Parameters', count(model.parameters)],
    ['Epochs', count(history.length)],
    ['Best epoch', bestEpoch === undefined ? NONE : count(bestEpoch)],
    ['Training time', history.length > 0 ? duration(seconds) : NONE],
    ['Time per epoch', history.length > 0 ? duration(seconds / history.length) : NONE],
  ]);
  return {
    title: 'Training',
    ...(model.description !== undefined && { lead: model.description }),
    body:
      history.length === 0
        ? [facts, html`<p>No epoch has been finished yet.</p>`]
        : [facts, curves(history, bestEpoch), folded('Every epoch', epochTable(history))],
  };
}

function curves(history: RunReport['history'], bestEpoch: number | undefined): Content {
  const epochs = history.map(({ epoch }) => epoch);
  const validated = history.some(({ validation }) => validation !== null);
  const shared = { epochs, ...(bestEpoch !== undefined && { bestEpoch }) };
  const validation = (name: string, key: 'loss' | 'accuracy' | 'uar', dashed = false) => ({
    name,
    side: 'validation' as const,
    dashed,
    values: history.map((epoch) => epoch.validation?.[key] ?? null),
  });
  const training = (name: string, key: 'loss' | 'accuracy', dashed = false) => ({
    name,
    side: 'train' as const,
    dashed,
    values: history.map((epoch) => epoch[key]),
  });
  return sideBySide(
    figure({
      title: 'Loss',
      note: 'Where validation turns up while training goes on down, the model learns its clips by heart.',
      size: 'half',
      chart: (options) =>
        learningCurve(
          {
            ...shared,
            measure: 'Loss',
            scale: 'number',
            lines: [training('training', 'loss'), ...(validated ? [validation('validation', 'loss')] : [])],
          },
          options,
        ),
    }),
    figure({
      title: validated ? 'UAR and accuracy' : 'Accuracy',
      note: 'UAR is the mean of the recalls of all classes, each counting the same.',
      size: 'half',
      chart: (options) =>
        learningCurve(
          {
            ...shared,
            measure: 'UAR and accuracy',
            scale: 'share',
            lines: [
              ...(validated ? [validation('validation UAR', 'uar')] : []),
              ...(validated ? [validation('validation accuracy', 'accuracy', true)] : []),
              training('training accuracy', 'accuracy', true),
            ],
          },
          options,
        ),
    }),
  );
}

function epochTable(history: RunReport['history']) {
  const number = (title: string) => ({ title, kind: 'number' as const });
  const rate = history.some(({ learningRate }) => learningRate !== undefined);
  return table({
    caption: 'Figures by epoch',
    columns: [
      { title: 'Epoch' },
      ...['Loss', 'Accuracy', 'Val. loss', 'Val. accuracy', 'Val. UAR'].map(number),
      ...(rate ? [number('Learning rate')] : []),
      number('Time'),
    ],
    rows: history.map(({ epoch, loss, accuracy, validation, learningRate, seconds }) => [
      count(epoch),
      asLoss(loss),
      percent(accuracy),
      validation ? asLoss(validation.loss) : NONE,
      validation ? percent(validation.accuracy) : NONE,
      validation ? percent(validation.uar) : NONE,
      ...(rate ? [learningRate === undefined ? NONE : String(learningRate)] : []),
      duration(seconds),
    ]),
  });
}
