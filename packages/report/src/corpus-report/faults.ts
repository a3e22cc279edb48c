import { count, percent, plural } from '../format.ts';
import { clipFigure } from '../page/clip.ts';
import { type Content, type Html, html } from '../page/html.ts';
import { keyValues } from '../page/key-values.ts';
import type { Section } from '../page/page.ts';
import { type Column, table } from '../page/table.ts';
import type { CorpusFaults, NamedClip } from './types.ts';

/** Rows of a table; what is beyond them is counted. */
const SHOWN = 10;

/** Recordings that a model should perhaps not learn from: named, and a few of them to look at and listen to. */
export function faultSection({ duplicates, silent, clipped, examples }: CorpusFaults): Section {
  const disagree = duplicates.filter((same) => new Set(same.map(({ label }) => label)).size > 1);
  const why = new Map<string, string>([
    ...clipped.map(({ id, share }) => [id, `clipped, ${percent(share, 2)}`] as const),
    ...silent.map(({ id }) => [id, 'silent'] as const),
  ]);
  const sameAs = (id: string) => {
    const same = duplicates.find((clips) => clips.some((clip) => clip.id === id));
    return same && `the same as ${others(same, id)}`;
  };
  return {
    title: 'Recordings to check',
    lead:
      'Duplicates have the same samples. A silent recording never passes −60 dB. Of a clipped one, three samples or more in a ' +
      'row stand within 0.1 dB of full scale.',
    body: [
      keyValues([
        ['Duplicates', duplicates.length === 0 ? 'none' : plural(duplicates.length, 'recording')],
        ['Duplicates of different classes', disagree.length === 0 ? 'none' : count(disagree.length)],
        ['Silent', silent.length === 0 ? 'none' : count(silent.length)],
        ['Clipped', clipped.length === 0 ? 'none' : count(clipped.length)],
      ]),
      list(
        'Duplicates',
        [{ title: 'Recording' }, { title: 'The same as' }, { title: 'Classes' }],
        duplicates.map((same) => {
          const { id } = same[0] as NamedClip;
          return [id, others(same, id), [...new Set(same.map(({ label }) => label))].join(', ')];
        }),
      ),
      list(
        'Silent',
        [{ title: 'Recording' }, { title: 'Class' }],
        silent.map(({ id, label }) => [id, label]),
      ),
      list(
        'Clipped',
        [{ title: 'Recording' }, { title: 'Class' }, { title: 'Samples clipped', kind: 'number' }],
        clipped.map(({ id, label, share }) => [id, label, percent(share, 2)]),
      ),
      examples.length > 0 &&
        html`<div class="gallery">
${examples.map((example) =>
  clipFigure(example, {
    title: `${example.label}: ${sameAs(example.id) ?? why.get(example.id) ?? ''}`,
    plays: example.wavBase64 !== undefined,
  }),
)}</div>`,
    ],
  };
}

function others(clips: readonly NamedClip[], than: string): string {
  const ids = clips.flatMap(({ id }) => (id === than ? [] : id));
  const more = ids.length - SHOWN;
  return `${ids.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`;
}

function list(caption: string, columns: Column[], rows: Content[][]): Html | false {
  const more = rows.length - SHOWN;
  return (
    rows.length > 0 &&
    html`<div>${table({ caption, columns, rows: rows.slice(0, SHOWN) })}${
      more > 0 && html`<p class="more">… and ${count(more)} more.</p>`
    }</div>`
  );
}
