import { classDistribution } from '../charts/class-distribution.ts';
import { count, NONE, plural } from '../format.ts';
import { figure } from '../page/figure.ts';
import { type Content, html } from '../page/html.ts';
import { keyValues } from '../page/key-values.ts';
import type { Section } from '../page/page.ts';
import { skippedTable } from '../page/skipped.ts';
import { table } from '../page/table.ts';
import type { RunReport, RunSplit } from './types.ts';

const SIDES = [
  ['train', 'training'],
  ['validation', 'validation'],
  ['test', 'test'],
] as const;

/** What the model learned from and was judged on, and what stands on both sides. */
export function dataSection({ corpus, split }: RunReport): Section {
  const { sides, leftOut } = split.audit;
  const distribution = SIDES.map(([side, name]) => ({
    name,
    counts: corpus.labels.map((label) => own(sides[side].labels, label)),
  }));
  return {
    title: 'Data and split',
    body: [
      keyValues([
        ['Corpus', corpus.name],
        ['Clips', count(corpus.clips)],
        ['Licence', corpus.licence ?? NONE],
        ['Split', split.kind],
        ['Fold', `${split.fold + 1} of ${split.folds}`],
        ['Seed', String(split.seed)],
        ['Clips on no side', count(leftOut)],
        ['Files that could not be used', count(corpus.skipped.length)],
      ]),
      sideTable(split),
      sharedSentence(split),
      corpus.labels.length > 0 &&
        figure({
          title: 'Classes of each side',
          note: 'Shares of the side. Sides of the same make-up make figures that compare.',
          size: 'full',
          chart: (options) => classDistribution({ labels: corpus.labels, sides: distribution }, options),
        }),
      corpus.labels.length > 0 && labelTable(corpus.labels, distribution),
      corpus.skipped.length > 0 && skippedTable(corpus.skipped),
    ],
  };
}

function sideTable({ audit: { sides } }: RunSplit) {
  const segments = SIDES.some(([side]) => sides[side].segments !== undefined);
  const columns = ['Speakers', 'Clips', 'Sentences', ...(segments ? ['Segments'] : [])];
  return table({
    caption: 'Sides of the split',
    columns: [{ title: 'Side' }, ...columns.map((title) => ({ title, kind: 'number' as const }))],
    rows: SIDES.map(([side, name]) => {
      const { speakers, clips, sentences, segments: pieces } = sides[side];
      return [
        name,
        count(speakers),
        count(clips),
        count(sentences),
        ...(segments ? [pieces === undefined ? NONE : count(pieces)] : []),
      ];
    }),
  });
}

/** Leakage in words; sentences on both sides are common and only told. */
function sharedSentence({ audit: { shared } }: RunSplit): Content {
  const parts = [
    plural(shared.speakers, 'speaker'),
    plural(shared.clips, 'clip'),
    plural(shared.sentences, 'sentence'),
  ];
  return html`<p>On both sides, in training or validation and again in test: <strong>${parts.join(', ')}</strong>.</p>`;
}

function labelTable(labels: string[], sides: { name: string; counts: number[] }[]) {
  return table({
    caption: 'Each class on each side',
    columns: [{ title: 'Class' }, ...sides.map(({ name }) => ({ title: name, kind: 'number' as const }))],
    rows: labels.map((label, i) => [label, ...sides.map(({ counts }) => count(counts[i] ?? 0))]),
  });
}

function own(counts: Record<string, number>, label: string): number {
  return Object.hasOwn(counts, label) ? (counts[label] as number) : 0;
}
