import { type Content, type Html, html, trusted } from './html.ts';

/** Widths at which charts are drawn, in CSS pixels: across the page, half of it, and a phone's screen. */
export const WIDTHS = { full: 848, half: 408, phone: 350 } as const;

export interface Figure {
  title: string;
  /** How to read it, in a sentence or two. */
  note?: Content;
  /** Draws the chart at a width; `full` ones are drawn for the desk and again for the phone. */
  chart: (options: { width: number; title: string }) => string;
  size: 'full' | 'half';
}

/** A chart under its title. */
export function figure({ title, note, chart, size }: Figure): Html {
  const draw = (width: number) => trusted(chart({ width, title }));
  const drawing =
    size === 'half'
      ? draw(WIDTHS.half)
      : html`<div class="desk">${draw(WIDTHS.full)}</div><div class="phone">${draw(WIDTHS.phone)}</div>`;
  return html`<figure>
<figcaption><strong>${title}</strong>${note !== undefined && html` <span>${note}</span>`}</figcaption>
${drawing}
</figure>`;
}

/** Half-width figures beside one another, below one another where there is no room. */
export function sideBySide(...figures: Content[]): Html {
  return html`<div class="side-by-side">\n${figures}\n</div>`;
}

/** Figures below one another, as one of those side by side. */
export function stacked(...figures: Content[]): Html {
  return html`<div class="stack">\n${figures}\n</div>`;
}
