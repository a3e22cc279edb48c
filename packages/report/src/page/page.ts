import { ReportError } from '../errors.ts';
import { type Content, html, trusted } from './html.ts';
import { type Notice, notice } from './notice.ts';
import { STYLE } from './style.ts';

export interface Section {
  title: string;
  /** A sentence or two under the title. */
  lead?: Content;
  body: Content;
}

export interface Page {
  title: string;
  subtitle?: Content;
  notices?: Notice[];
  /** Stands above the first section: the headline figures. */
  summary?: Content;
  sections: Section[];
}

// Nothing is ever fetched; figures, sounds and styles stand in the page itself.
const POLICY = "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'";

/** A page that is one file: it works from a disk, without a network and without scripts. */
export function htmlPage({ title, subtitle, notices = [], summary, sections }: Page): string {
  if (title.trim() === '') throw new ReportError('A page needs a title.');
  const id = (i: number) => `section-${i + 1}`;
  const page = html`<html lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${subtitle !== undefined && html`<p class="subtitle">${subtitle}</p>\n`}${
  sections.length > 3 &&
  html`<nav aria-label="Sections"><ul>${sections.map(
    (section, i) => html`<li><a href="#${id(i)}">${section.title}</a></li>`,
  )}</ul></nav>\n`
}${notices.map(notice)}
</header>
<main>
${summary}
${sections.map(
  (section, i) => html`<section id="${id(i)}" aria-labelledby="${id(i)}-title">
<h2 id="${id(i)}-title">${section.title}</h2>
${section.lead !== undefined && html`<p class="lead">${section.lead}</p>\n`}${section.body}
</section>\n`,
)}</main>
</body>
</html>
`;
  return `<!doctype html>\n${page}`;
}
