import { type Content, type Html, html } from './html.ts';

export interface Column {
  title: string;
  /** Numbers stand to the right, digit under digit. Default 'text'. */
  kind?: 'text' | 'number';
}

export interface Table {
  caption: string;
  columns: Column[];
  /** The first cell of a row is its heading. */
  rows: Content[][];
  /** Rows that sum up the others. */
  footer?: Content[][];
}

// Columns of numbers of this many or fewer are set evenly; more take what they need.
const SPREAD = 5;

/** A table with a caption; wide ones scroll sideways in a frame of their own. */
export function table({ caption, columns, rows, footer = [] }: Table): Html {
  const kind = (i: number) => (columns[i]?.kind === 'number' ? 'number' : 'text');
  const line = (cells: Content[]) =>
    html`<tr>${cells.map((cell, i) =>
      i === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="${kind(i)}">${cell}</td>`,
    )}</tr>\n`;
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table${columns.length <= SPREAD && html` class="spread"`}>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ title }, i) => html`<th scope="col" class="${kind(i)}">${title}</th>`)}</tr></thead>
<tbody>
${rows.map(line)}</tbody>
${footer.length > 0 && html`<tfoot>\n${footer.map(line)}</tfoot>\n`}</table>
</div>`;
}
