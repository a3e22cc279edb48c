import { intervalPlot } from './charts/interval-plot.ts';
import { checkNumbers, ordered } from './check.ts';
import { comparability } from './compare-report/comparability.ts';
import { ReportError } from './errors.ts';
import { count, NONE, percent, percentOrNone, percentRange, plural, points } from './format.ts';
import { figure } from './page/figure.ts';
import { type Content, html } from './page/html.ts';
import { type Notice, syntheticNotice } from './page/notice.ts';
import { htmlPage, type Section } from './page/page.ts';
import { table } from './page/table.ts';
import { chanceLevels } from './run-report/chance.ts';
import { checkRun } from './run-report/check.ts';
import type { RunEvaluation, RunReport } from './run-report/types.ts';

export interface ComparedRun {
  name: string;
  run: RunReport;
}

/** Two runs on the same clips. */
export interface PairedDifference {
  a: string;
  b: string;
  /** UAR of a less UAR of b, as a share: 0.021 is 2.1 points. */
  uar: number;
  /** 95 % interval of that difference. */
  ci: [number, number];
  /** How many clips both were tested on. */
  clips: number;
}

type Evaluated = ComparedRun & { run: { evaluation: RunEvaluation } };

/** Runs side by side: figures with intervals, paired differences, and a warning where they don't compare. */
export function compareReport(runs: ComparedRun[], differences: PairedDifference[]): string {
  if (runs.length === 0) throw new ReportError('A comparison needs at least one run.');
  for (const { run } of runs) checkRun(run);
  checkNumbers(differences, 'differences');
  const evaluated = runs.filter((entry): entry is Evaluated => entry.run.evaluation !== undefined);
  return htmlPage({
    title: `Comparison of ${plural(runs.length, 'run')}`,
    subtitle: runs.map(({ name }) => name).join(' · '),
    notices: notices(runs),
    sections: [
      overviewSection(runs, evaluated),
      ...(differences.length > 0 ? [differenceSection(differences)] : []),
      ...(evaluated.length > 0 ? [recallSection(evaluated)] : []),
    ],
  });
}

function notices(runs: ComparedRun[]): Notice[] {
  const reasons = comparability(runs.map(({ run }) => run));
  const synthetic = runs.find(({ run }) => run.corpus.synthetic);
  const leaking = runs.filter(({ run }) => run.split.audit.leaks !== undefined);
  const warning = (title: string, items: string[]): Notice => ({
    kind: 'warning',
    title,
    body: items.map((item) => html`<span>${item}</span> `),
  });
  return [
    ...(reasons.length > 0 ? [warning('Not a fair comparison', reasons)] : []),
    ...(synthetic ? [syntheticNotice(synthetic.run.corpus.name)] : []),
    ...(leaking.length > 0
      ? [
          warning(
            'Splits that leak',
            leaking.map(({ name, run }) => `${name}: ${run.split.audit.leaks}`),
          ),
        ]
      : []),
  ];
}

function overviewSection(runs: ComparedRun[], evaluated: Evaluated[]): Section {
  const levels = new Set(evaluated.map(({ run }) => chanceLevels(run.evaluation).uar));
  const [chance] = levels.size === 1 ? levels : [];
  return {
    title: 'Runs',
    body: [
      evaluated.length > 0 &&
        figure({
          title: 'UAR on the test side',
          note: 'Each dot with its 95% interval.',
          size: 'full',
          chart: (options) =>
            intervalPlot(
              {
                measure: 'UAR',
                scale: 'share',
                rows: evaluated.map(({ name, run: { evaluation } }) => ({
                  name,
                  value: evaluation.uar,
                  interval: evaluation.ci.uar,
                })),
                ...(chance !== undefined && { reference: { name: 'chance', value: chance } }),
              },
              options,
            ),
        }),
      table({
        caption: 'Side by side',
        columns: [
          { title: 'Run' },
          { title: 'Model' },
          { title: 'Corpus and split' },
          ...['Parameters', 'Epochs', 'UAR', 'Accuracy', 'Macro F1'].map((title) => ({
            title,
            kind: 'number' as const,
          })),
        ],
        rows: runs.map(({ name, run }) => [
          name,
          run.model.name,
          html`${run.corpus.name}<br /><small>${splitName(run)}</small>`,
          count(run.model.parameters),
          count(run.history.length),
          ...figures(run.evaluation),
        ]),
      }),
    ],
  };
}

function figures(evaluation: RunEvaluation | undefined): Content[] {
  if (!evaluation) return [NONE, NONE, NONE];
  const { uar, accuracy, macroF1, ci } = evaluation;
  const withInterval = (value: number, interval: [number, number]) =>
    html`${percent(value)}<br /><small>${percentRange(interval)}</small>`;
  return [withInterval(uar, ci.uar), withInterval(accuracy, ci.accuracy), percent(macroF1)];
}

function splitName({ split: { kind, seed, fold, folds } }: RunReport): string {
  return `${kind}, fold ${fold + 1} of ${folds}, seed ${seed}`;
}

function differenceSection(differences: PairedDifference[]): Section {
  const rows = differences.map(({ a, b, uar, ci, clips }) => ({
    name: a,
    minus: b,
    value: uar,
    interval: ordered(ci, `interval of ${a} − ${b}`),
    clips,
  }));
  return {
    title: 'Differences',
    lead: 'Both runs on the same clips, in percentage points of UAR. An interval that holds 0 settles nothing.',
    body: [
      figure({
        title: 'Difference of UAR',
        size: 'full',
        chart: (options) =>
          intervalPlot({ measure: 'Difference of UAR', scale: 'difference', rows }, options),
      }),
      table({
        caption: 'Paired differences',
        columns: [
          { title: 'Runs' },
          ...['UAR, points', '95% interval', 'Clips'].map((title) => ({ title, kind: 'number' as const })),
          { title: 'Verdict' },
        ],
        rows: rows.map(({ name, minus, value, interval: [low, high], clips }, i) => [
          `${name} − ${minus}`,
          points(value),
          `${points(low)} to ${points(high)}`,
          count(clips),
          verdict(differences[i] as PairedDifference),
        ]),
      }),
    ],
  };
}

function verdict({ a, b, ci: [low, high] }: PairedDifference): string {
  if (low > 0) return `${a} is better`;
  return high < 0 ? `${b} is better` : 'no clear difference';
}

function recallSection(runs: Evaluated[]): Section {
  const labels = [...new Set(runs.flatMap(({ run }) => run.evaluation.labels))];
  return {
    title: 'Classes',
    lead: 'Recall: how many clips of a class were recognised as such.',
    body: table({
      caption: 'Recall by class',
      columns: [{ title: 'Class' }, ...runs.map(({ name }) => ({ title: name, kind: 'number' as const }))],
      rows: labels.map((label) => [
        label,
        ...runs.map(({ run: { evaluation } }) =>
          Object.hasOwn(evaluation.perClass, label)
            ? percentOrNone(evaluation.perClass[label]?.recall)
            : NONE,
        ),
      ]),
      footer: [['UAR', ...runs.map(({ run }) => percent(run.evaluation.uar))]],
    }),
  };
}
