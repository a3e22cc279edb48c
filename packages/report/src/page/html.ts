import { finite } from '../check.ts';
import { escapeText } from '../text.ts';

/** Markup that is safe to stand in a page as it is. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

/** What a template takes: text and numbers are escaped, markup stands as it is, `false` and `undefined` are nothing. */
export type Content = string | number | false | undefined | Html | readonly Content[];

/** A template whose values can't break out: html`<p>${text}</p>`. Attributes must be quoted. */
export function html(strings: TemplateStringsArray, ...values: Content[]): Html {
  return new Html(strings.reduce((markup, part, i) => markup + render(values[i - 1]) + part));
}

/** Markup from a trusted source, such as one of this package's charts. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function render(value: Content): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'number') return String(finite(value, 'a value on the page'));
  return typeof value === 'string' ? escapeText(value) : value.map(render).join('');
}
