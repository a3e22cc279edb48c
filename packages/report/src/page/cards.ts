import { share } from '../check.ts';
import { percent, percentRange } from '../format.ts';
import { MUTED, RULE, SERIES } from '../palette.ts';
import { type Content, type Html, html } from './html.ts';

export interface Card {
  label: string;
  value: Content;
  /** In small type below. */
  note?: Content;
  /** Drawn as a strip from 0 to 100 % below the value. */
  strip?: Strip;
}

interface Strip {
  value: number;
  interval?: [number, number];
  /** A mark to compare with: what guessing would reach. */
  chance?: { name: string; value: number };
}

/** A card for a share of one: its percentage, where it lies between 0 and 100 %, its interval and what chance gives. */
export function shareCard(label: string, strip: Strip, note?: Content): Card {
  share(strip.value, label);
  const lines = [
    strip.interval && `95% interval ${percentRange(strip.interval)}`,
    strip.chance && `${strip.chance.name} ${percent(strip.chance.value)}`,
    note,
  ].filter((line) => line !== undefined);
  return { label, value: percent(strip.value), strip, note: lines.map((line) => html`<span>${line}</span>`) };
}

/** The figures that a reader came for, large. */
export function cards(items: readonly Card[]): Html {
  return html`<dl class="cards">
${items.map(
  ({ label, value, note, strip }) =>
    html`<div><dt>${label}</dt><dd><span class="value">${value}</span>${
      strip && drawing(strip)
    }${note !== undefined && html`<span class="note">${note}</span>`}</dd></div>\n`,
)}</dl>`;
}

/** Hidden from screen readers: the text beside it says the same. */
function drawing({ value, interval, chance }: Strip): Html {
  const blue = (SERIES[0] as (typeof SERIES)[number]).light;
  const x = (v: number) => Math.round(1960 * v) / 10 + 2;
  const width = (from: number, to: number) => Math.round(10 * (x(to) - x(from))) / 10;
  return html`<svg class="strip" viewBox="0 0 200 12" width="200" height="12" aria-hidden="true">
<rect x="${x(0)}" y="5" width="${width(0, 1)}" height="2" rx="1" fill="${RULE.light}" />
${interval && html`<rect x="${x(interval[0])}" y="2" width="${width(...interval)}" height="8" rx="2" fill="${blue}" fill-opacity="0.35" />`}
${chance && html`<rect x="${x(chance.value) - 0.75}" y="1" width="1.5" height="10" fill="${MUTED.light}" />`}
<circle cx="${x(value)}" cy="6" r="3.5" fill="${blue}" />
</svg>`;
}
