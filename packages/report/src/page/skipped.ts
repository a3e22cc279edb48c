import { count, plural } from '../format.ts';
import { type Html, html } from './html.ts';
import { table } from './table.ts';

const SHOWN = 20;

/** Files that were left out and why: the first of them, and how many more there are. */
export function skippedTable(skipped: readonly { path: string; reason: string }[]): Html {
  const more = skipped.length - SHOWN;
  return html`<div>${table({
    caption: `Left out: ${plural(skipped.length, 'file')}`,
    columns: [{ title: 'File' }, { title: 'Reason' }],
    rows: skipped.slice(0, SHOWN).map(({ path, reason }) => [path, reason]),
  })}${more > 0 && html`<p class="more">… and ${count(more)} more.</p>`}</div>`;
}
