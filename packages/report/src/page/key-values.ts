import { NONE } from '../format.ts';
import { type Content, type Html, html } from './html.ts';

/** Names and their values. */
export function keyValues(entries: readonly (readonly [string, Content])[]): Html {
  return html`<dl class="key-values">
${entries.map(([key, value]) => html`<div><dt>${key}</dt><dd>${value}</dd></div>\n`)}</dl>`;
}

/** A list that stays folded until it is asked for. */
export function folded(title: string, body: Content): Html {
  return html`<details>
<summary>${title}</summary>
${body}
</details>`;
}

/** Nested plain values as dotted keys: `{ a: { b: 1 } }` gives `a.b`, `1`. Lists of plain values stay on one line. */
export function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const plain = entries.every(([, item]) => typeof item !== 'object' || item === null);
    if (entries.length === 0) return [[path || 'value', Array.isArray(value) ? 'none' : 'empty']];
    if (Array.isArray(value) && plain) return [[path || 'value', value.map(String).join(', ')]];
    return entries.flatMap(([key, item]) => flatten(item, path ? `${path}.${key}` : key));
  }
  return [[path || 'value', value === null || value === undefined ? NONE : String(value)]];
}
