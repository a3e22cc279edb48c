import { FONT } from '../charts/svg.ts';
import { INK, MUTED, PAPER, RULE, SERIES, SHADES, SOFT } from '../palette.ts';

const named = {
  paper: PAPER,
  soft: SOFT,
  rule: RULE,
  muted: MUTED,
  ink: INK,
  accent: SERIES[0],
  alert: SERIES[1],
};

function variables(theme: 'light' | 'dark'): string {
  return Object.entries(named)
    .map(([name, shade]) => `--${name}: ${shade?.[theme]};`)
    .join(' ');
}

/** Figures hold light colours as attributes, which style rules outrank. */
function darkFigures(): string {
  return SHADES.map(
    ({ light, dark }) =>
      `  svg [fill="${light}"] { fill: ${dark}; }\n  svg [stroke="${light}"] { stroke: ${dark}; }`,
  ).join('\n');
}

/** The page's whole style sheet. Print is always light. */
export const STYLE = `
:root { color-scheme: light dark; ${variables('light')} }
* { box-sizing: border-box; }
html { background: var(--paper); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 56rem; padding: 3rem 1.5rem 5rem; color: var(--ink);
  font: 1rem/1.6 ${FONT}; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
h1, h2, p, dl, dd, figure, ul { margin: 0; }
h1 { font-size: 2.25rem; line-height: 1.15; letter-spacing: -0.02em; font-weight: 650; }
h2 { font-size: 1.375rem; line-height: 1.25; letter-spacing: -0.01em; font-weight: 650; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.subtitle, .lead, figcaption span, .note, .more { color: var(--muted); }
.subtitle { margin-top: 0.5rem; font-size: 1.0625rem; }
.lead { max-width: 44rem; margin-top: 0.5rem; }
.more { margin-top: 0.75rem; font-size: 0.875rem; }
nav { margin-top: 1.5rem; font-size: 0.9375rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; list-style: none; }
nav a { display: inline-block; padding: 0.125rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
section { margin-top: 3.5rem; padding-top: 1.5rem; border-top: 1px solid var(--rule); }
section > * + *, section > * + .scroll { margin-top: 1.75rem; }
section > h2 + .lead { margin-top: 0.5rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.notice { display: flex; gap: 0.875rem; margin-top: 1.75rem; padding: 1rem 1.25rem; border-radius: 6px;
  background: var(--soft); border-left: 4px solid var(--accent); }
.notice.warning { border-left-color: var(--alert); }
.notice .mark { flex: none; width: 1.5rem; height: 1.5rem; border: 2px solid var(--accent); border-radius: 50%;
  color: var(--ink); font-weight: 700; line-height: 1.25rem; text-align: center; font-size: 0.9375rem; }
.notice.warning .mark { border-color: var(--alert); }
.notice p { margin-top: 0.125rem; color: var(--muted); }

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(11.5rem, 1fr)); gap: 1.75rem 2rem; margin-top: 2rem; }
.cards dt { color: var(--muted); font-size: 0.9375rem; }
.cards dd { display: flex; flex-direction: column; align-items: flex-start; }
.cards .value { font-size: 2rem; line-height: 1.25; letter-spacing: -0.02em; font-weight: 600; }
.cards .note { font-size: 0.8125rem; line-height: 1.45; margin-top: 0.25rem; }
.cards .note span { display: block; }
.cards .strip { width: 100%; max-width: 13rem; margin: 0.25rem 0 0.125rem; }

figure svg { display: block; width: 100%; height: auto; }
figure svg + svg { margin-top: 1rem; }
.gallery svg + svg { margin-top: 0.25rem; }
figcaption { margin-bottom: 1rem; font-size: 0.875rem; line-height: 1.5; }
figcaption strong { display: block; font-size: 1rem; font-weight: 650; }
figcaption span { display: block; max-width: 44rem; }
.phone { display: none; }
.side-by-side { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2.5rem 2rem; align-items: start; }

.stack { display: grid; gap: 2.5rem; }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; line-height: 1.4; }
caption { text-align: left; font-weight: 650; padding-bottom: 0.5rem; font-size: 1rem; }
th, td { padding: 0.4375rem 0.75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--muted); font-weight: 500; font-size: 0.875rem; vertical-align: bottom; }
tbody th { font-weight: 500; }
.text, tbody th { min-width: 5rem; }
.number { text-align: right; }
td.number { white-space: nowrap; }
.spread .number { width: 7.5rem; }
td small { color: var(--muted); font-size: 0.8125rem; }
tfoot th, tfoot td { border-bottom: 0; font-weight: 650; }
tbody:last-child tr:last-child > * { border-bottom: 0; }

.key-values { font-size: 0.9375rem; line-height: 1.45; columns: 2; column-gap: 2rem; }
.key-values div { display: flex; justify-content: space-between; gap: 1rem; padding: 0.375rem 0; break-inside: avoid;
  border-bottom: 1px solid var(--rule); }
.key-values dt { color: var(--muted); flex: none; max-width: 60%; }
.key-values dd { text-align: right; min-width: 0; }
section > * + details { margin-top: 1.25rem; }
section > details + details { margin-top: 0; }
summary { cursor: pointer; padding: 0.375rem 0; color: var(--accent); width: fit-content; }
summary:hover { text-decoration: underline; }
details > :not(summary) { margin: 0.5rem 0 1.5rem; padding-left: 1.125rem; }

.gallery { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2.5rem 2rem; }
.gallery audio { display: block; width: 100%; height: 2.5rem; margin-top: 0.75rem; }

@media screen and (max-width: 40rem) {
  body { padding: 2rem 1.25rem 4rem; }
  h1 { font-size: 1.75rem; }
  .desk { display: none; }
  .phone { display: block; }
  .side-by-side, .gallery { grid-template-columns: minmax(0, 1fr); }
  .key-values { columns: 1; }
  .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.5rem 1.25rem; }
  .cards .value { font-size: 1.75rem; }
  table { font-size: 0.875rem; }
  thead th { font-size: 0.8125rem; }
  th, td { padding: 0.4375rem 0.375rem; }
  .spread .number { width: auto; }
}
@media screen and (prefers-color-scheme: dark) {
  :root { ${variables('dark')} }
${darkFigures()}
}
@media print {
  @page { margin: 14mm; }
  :root { color-scheme: light; font-size: 9.5pt; }
  body { max-width: none; padding: 0; line-height: 1.45; }
  nav, .gallery audio, summary:has(+ .scroll) { display: none; }
  summary { list-style: none; color: inherit; font-weight: 650; }
  .gallery { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1.5rem 1.25rem; }
  section { margin-top: 1.75rem; padding-top: 1.25rem; }
  .cards { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 1.5rem; }
  th, td { padding-block: 0.1875rem; }
  .key-values div { padding-block: 0.1875rem; }
  h2, .lead, caption, thead, figcaption { break-after: avoid; }
  /* A table of a few rows stays on one page; a long one goes on under a head of its own. */
  figure, .notice, tr, table:not(:has(tr:nth-child(16))) { break-inside: avoid; }
  .scroll { overflow: visible; }
  details::details-content { content-visibility: visible; display: block; }
  details > :not(summary) { margin: 1rem 0; padding-left: 0; }
}
`;
