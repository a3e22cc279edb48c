import { countMap } from '../charts/count-map.ts';
import { count, NONE } from '../format.ts';
import { figure } from '../page/figure.ts';
import { folded } from '../page/key-values.ts';
import type { Section } from '../page/page.ts';
import { table } from '../page/table.ts';
import { countOf } from './counts.ts';
import type { CorpusReport, CorpusSpeaker } from './types.ts';

/** Narrowest column that a speaker's name fits on, in pixels. */
const COLUMN = 14;
/** Width that the labels take beside the map. */
const MARGIN = 60;
/** With more speakers than this a map says less than a table. */
const MAPPED = 200;

/** How many clips of each class every speaker has. */
export function speakerSection({ speakers, labels }: CorpusReport): Section {
  const countsOf = (some: readonly CorpusSpeaker[]) =>
    labels.map((label) => some.map(({ counts }) => countOf(counts, label)));
  const max = countsOf(speakers)
    .flat()
    .reduce((most, n) => Math.max(most, n), 1);
  return {
    title: 'Speakers',
    body: [
      speakers.length <= MAPPED &&
        figure({
          title: 'Clips by speaker and class',
          note: 'A column is a speaker. The stronger the colour, the more clips.',
          size: 'full',
          chart: (options) =>
            rows(speakers, Math.floor((options.width - MARGIN) / COLUMN))
              .map((some, _, [first = some]) =>
                countMap(
                  {
                    rows: labels,
                    columns: some.map(({ id }) => id),
                    counts: countsOf(some),
                    max,
                    room: first.length,
                  },
                  options,
                ),
              )
              .join('\n'),
        }),
      folded('Every speaker', speakerTable(speakers, labels)),
    ],
  };
}

/** As few rows as fit, all about equally long. */
function rows<T>(items: readonly T[], most: number): T[][] {
  const length = Math.ceil(items.length / Math.ceil(items.length / most));
  return Array.from({ length: Math.ceil(items.length / length) }, (_, i) =>
    items.slice(i * length, (i + 1) * length),
  );
}

function speakerTable(speakers: readonly CorpusSpeaker[], labels: readonly string[]) {
  return table({
    caption: 'Clips by speaker',
    columns: [
      { title: 'Speaker' },
      { title: 'Sex' },
      ...['Age', ...labels, 'All'].map((title) => ({ title, kind: 'number' as const })),
    ],
    rows: speakers.map(({ id, sex, age, counts }) => {
      const own = labels.map((label) => countOf(counts, label));
      return [
        id,
        sex ?? NONE,
        age === undefined ? NONE : count(age),
        ...own.map(count),
        count(own.reduce((sum, n) => sum + n, 0)),
      ];
    }),
  });
}
