import { confusionMatrix } from '../charts/confusion-matrix.ts';
import { reliabilityDiagram } from '../charts/reliability-diagram.ts';
import { count, percent, percentOrNone, plural } from '../format.ts';
import { figure, sideBySide } from '../page/figure.ts';
import type { Section } from '../page/page.ts';
import { table } from '../page/table.ts';
import type { RunEvaluation } from './types.ts';

// More classes than this need the whole width of the page.
const HALF_WIDTH_CLASSES = 8;

/** What was taken for what, and how sure the model was. */
export function resultsSection(evaluation: RunEvaluation): Section {
  const { labels, confusion, ci, groups, perClass, reliability } = evaluation;
  const clips = Object.values(perClass).reduce((sum, { support }) => sum + support, 0);
  const speakers = Object.keys(groups.speaker ?? {}).length;
  const matrix = figure({
    title: 'Confusion matrix',
    note: 'Each row is a true class. A cell has its number of clips and its share of the row; the diagonal is right.',
    size: labels.length > HALF_WIDTH_CLASSES ? 'full' : 'half',
    chart: (options) => confusionMatrix({ labels, counts: confusion }, options),
  });
  const bins = reliability?.filter((bin) => bin.count > 0) ?? [];
  const calibration =
    bins.length > 0 &&
    figure({
      title: 'Reliability',
      note: 'On the dashed line, the model is right as often as it says; below it, it is too sure of itself.',
      size: 'half',
      chart: (options) => reliabilityDiagram({ bins }, options),
    });
  return {
    title: 'Results',
    lead: `${plural(clips, 'clip')}${speakers > 0 ? ` by ${plural(speakers, 'speaker')}` : ''}, one answer each.${ci.unit === undefined ? '' : ` Intervals are bootstrapped over ${ci.unit}s.`}`,
    body: [
      labels.length > HALF_WIDTH_CLASSES
        ? [matrix, calibration && sideBySide(calibration)]
        : sideBySide(matrix, calibration),
      besideTable(evaluation),
      classTable(evaluation),
      evaluation.segment && levelTable(evaluation, evaluation.segment),
    ],
  };
}

const KNOWN_BY: Record<string, string> = {
  ten: 'ten other clips',
  neutral: 'their other neutral clips',
  all: 'all their other clips',
};

/** The model where it knows the voices, and people, beside the model where all are strangers. */
function besideTable(evaluation: RunEvaluation) {
  const { knownVoice = {}, people, uar, accuracy, macroF1, ece } = evaluation;
  const known = Object.entries(knownVoice);
  if (known.length === 0 && !people) return undefined;
  const row = (name: string, f: { uar: number; accuracy: number; macroF1?: number; ece?: number }) => [
    name,
    percent(f.uar),
    percent(f.accuracy),
    percentOrNone(f.macroF1),
    percentOrNone(f.ece),
  ];
  return table({
    caption: people ? 'Beside people, who only heard the clips' : 'Strangers and known voices',
    columns: [
      { title: 'Who answers' },
      ...['UAR', 'Accuracy', 'Macro F1', 'Calibration error'].map((title) => ({
        title,
        kind: 'number' as const,
      })),
    ],
    rows: [
      row('The model, voices it never heard', { uar, accuracy, macroF1, ece }),
      ...known.map(([name, figures]) => row(`The model, voices known by ${KNOWN_BY[name] ?? name}`, figures)),
      ...(people
        ? [row('People, a single vote', people.single), row('People, the most voted label', people.majority)]
        : []),
    ],
  });
}

function classTable({ labels, perClass, macroF1, uar }: RunEvaluation) {
  const figures = labels.map((label) => [label, perClass[label]] as const);
  const precisions = figures.flatMap(([, f]) => f?.precision ?? []);
  const precision = precisions.reduce((sum, one) => sum + one, 0) / Math.max(1, precisions.length);
  const support = figures.reduce((sum, [, f]) => sum + (f?.support ?? 0), 0);
  return table({
    caption: 'Figures by class',
    columns: [
      { title: 'Class' },
      ...['Precision', 'Recall', 'F1', 'Clips'].map((title) => ({ title, kind: 'number' as const })),
    ],
    rows: figures.map(([label, f]) => [
      label,
      percentOrNone(f?.precision),
      percentOrNone(f?.recall),
      percentOrNone(f?.f1),
      count(f?.support ?? 0),
    ]),
    footer: [['Mean of classes', percent(precision), percent(uar), percent(macroF1), count(support)]],
  });
}

function levelTable(clip: RunEvaluation, segment: NonNullable<RunEvaluation['segment']>) {
  const row = (name: string, f: typeof segment) => [
    name,
    percent(f.uar),
    percent(f.accuracy),
    percent(f.macroF1),
  ];
  return table({
    caption: 'Clips and segments',
    columns: [
      { title: 'An answer for each' },
      ...['UAR', 'Accuracy', 'Macro F1'].map((title) => ({ title, kind: 'number' as const })),
    ],
    rows: [row('clip', clip), row('segment', segment)],
  });
}
