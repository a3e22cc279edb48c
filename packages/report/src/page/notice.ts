import { type Content, type Html, html } from './html.ts';

export interface Notice {
  kind: 'info' | 'warning';
  title: string;
  body?: Content;
}

/** A sentence that must not be missed; the kind is told by its words and mark, not by colour alone. */
export function notice({ kind, title, body }: Notice): Html {
  const mark = kind === 'warning' ? '!' : 'i';
  return html`<div class="notice ${kind}" role="note">
<span class="mark" aria-hidden="true">${mark}</span>
<div><strong>${kind === 'warning' && html`<span class="unseen">Warning: </span>`}${title}</strong>${
    body !== undefined && html`<p>${body}</p>`
  }</div>
</div>`;
}

/** Stands on every page with figures from a made corpus. */
export function syntheticNotice(corpus: string): Notice {
  return {
    kind: 'warning',
    title: 'Made speech, not recordings',
    body:
      `The corpus ${corpus} is synthetic: its clips were made by a program. ` +
      'Figures on made speech show that everything works; they say nothing of how people are understood.',
  };
}
