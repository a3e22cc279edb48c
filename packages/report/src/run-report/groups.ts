import { groupBars } from '../charts/group-bars.ts';
import { count, percent } from '../format.ts';
import { figure, sideBySide } from '../page/figure.ts';
import { type Content, html } from '../page/html.ts';
import { folded } from '../page/key-values.ts';
import type { Section } from '../page/page.ts';
import { table } from '../page/table.ts';
import type { GroupFigures, RunEvaluation } from './types.ts';

type Member = [name: string, figures: GroupFigures];

/** A group of more than this is shown from worst to best, across the page. */
const SMALL = 8;
/** And of more than twice this, only its two ends. */
const END = 15;

/** The same figures for each sex, level, speaker …: whom the model serves well and whom it doesn't. */
export function groupsSection({ groups, uar }: RunEvaluation): Section | undefined {
  const all = Object.entries(groups)
    .map(([name, members]) => [name, Object.entries(members)] as [string, Member[]])
    .filter(([, members]) => members.length > 0);
  if (all.length === 0) return undefined;
  const isSmall = ([name, members]: [string, Member[]]) => name !== 'speaker' && members.length <= SMALL;
  const small = all.filter(isSmall);
  const large = all
    .filter((group) => !isSmall(group))
    .map(([name, members]) => largeGroup(name, worstFirst(members), uar));
  return {
    title: 'Groups',
    lead: 'The same model, group by group. The dashed line is the UAR over all clips. Small groups scatter widely.',
    body: [
      small.length > 0 &&
        sideBySide(small.map(([name, members]) => bars(`UAR by ${name}`, members, uar, 'half'))),
      small.length > 0 &&
        folded(
          'These groups as tables',
          small.map(([name, members]) => groupTable(name, members)),
        ),
      large,
    ],
  };
}

function largeGroup(name: string, members: Member[], uar: number): Content {
  const cut = members.length - 2 * END;
  const between = cut > 0 && html`The ${count(cut)} between them are in the table below.`;
  const title = `UAR by ${name}, worst to best`;
  return [
    cut > 0
      ? sideBySide(
          bars(`The ${END} worst: UAR by ${name}`, members.slice(0, END), uar, 'half', between),
          bars(`The ${END} best: UAR by ${name}`, members.slice(-END), uar, 'half', between),
        )
      : bars(title, members, uar, 'full'),
    folded(`Every ${name}`, groupTable(name, members)),
  ];
}

function bars(title: string, members: Member[], uar: number, size: 'half' | 'full', note?: Content) {
  return figure({
    title,
    ...(note !== undefined && note !== false && { note }),
    size,
    chart: (options) =>
      groupBars(
        {
          measure: 'UAR',
          scale: 'share',
          bars: members.map(([name, figures]) => ({ name, value: figures.uar })),
          reference: { name: 'all', value: uar },
        },
        options,
      ),
  });
}

function groupTable(name: string, members: Member[]) {
  return table({
    caption: `Figures by ${name}`,
    columns: [
      { title: name },
      ...['UAR', 'Accuracy', 'Clips'].map((title) => ({ title, kind: 'number' as const })),
    ],
    rows: members.map(([member, f]) => [member, percent(f.uar), percent(f.accuracy), count(f.support)]),
  });
}

/** Ties by name, so that the same data always make the same page. */
function worstFirst(members: Member[]): Member[] {
  return members.toSorted(([a, x], [b, y]) => x.uar - y.uar || (a < b ? -1 : 1));
}
