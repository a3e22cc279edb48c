import { countMap } from '../charts/count-map.ts';
import { groupBars } from '../charts/group-bars.ts';
import { count, percent } from '../format.ts';
import { figure, sideBySide, stacked } from '../page/figure.ts';
import type { Content } from '../page/html.ts';
import { folded } from '../page/key-values.ts';
import type { Section } from '../page/page.ts';
import { table } from '../page/table.ts';
import { countOf } from './counts.ts';
import type { CorpusReport, LabelCounts } from './types.ts';

/** How many clips of each class, overall and for each sex and level. */
export function classSection({ labels, counts, bySex, byLevel }: CorpusReport): Section {
  const total = labels.reduce((sum, label) => sum + countOf(counts, label), 0);
  const share = (n: number) => (total > 0 ? percent(n / total) : percent(0));
  return {
    title: 'Classes',
    body: labels.length > 0 && [
      sideBySide(
        figure({
          title: 'Clips of each class',
          size: 'half',
          chart: (options) =>
            groupBars(
              {
                measure: 'Clips',
                scale: 'count',
                bars: labels.map((label) => ({ name: label, value: countOf(counts, label) })),
              },
              options,
            ),
        }),
        stacked(groupMap('Clips by sex', labels, bySex), groupMap('Clips by level', labels, byLevel)),
      ),
      folded(
        'These counts as a table',
        table({
          caption: 'Clips of each class',
          columns: [
            { title: 'Class' },
            ...['Clips', 'Share', ...Object.keys(bySex), ...Object.keys(byLevel)].map((title) => ({
              title,
              kind: 'number' as const,
            })),
          ],
          rows: labels.map((label) => [
            label,
            count(countOf(counts, label)),
            share(countOf(counts, label)),
            ...[...Object.values(bySex), ...Object.values(byLevel)].map((group) =>
              count(countOf(group, label)),
            ),
          ]),
        }),
      ),
    ],
  };
}

function groupMap(title: string, labels: string[], groups: Record<string, LabelCounts>): Content {
  const names = Object.keys(groups);
  return (
    names.length > 0 &&
    figure({
      title,
      size: 'half',
      chart: (options) =>
        countMap(
          {
            rows: names,
            columns: labels,
            counts: Object.values(groups).map((group) => labels.map((label) => countOf(group, label))),
          },
          options,
        ),
    })
  );
}
