import { attributes, elements, parsePage } from './xml.ts';

const KNOWN_ELEMENTS = new Set(
  (
    'html head meta title style body header main nav section h1 h2 p ul li a dl dt dd div span strong small br ' +
    'figure figcaption table caption thead tbody tfoot tr th td details summary audio ' +
    'svg desc g path rect circle polygon text tspan image'
  ).split(' '),
);

/** What holds for every page of this package; throws or fails where it doesn't. */
export function expectSoundPage(page: string): void {
  const document = parsePage(page);
  const all = attributes(document);
  expect(elements(document, '*').filter(({ tagName }) => !KNOWN_ELEMENTS.has(tagName))).toEqual([]);
  expect(all.filter(({ name }) => name.startsWith('on'))).toEqual([]);

  // Nothing is fetched: links stay on the page, images and sounds are in it, styles name no address.
  for (const { name, value } of all) {
    if (['href', 'src', 'srcset', 'action', 'data', 'poster', 'xlink:href'].includes(name)) {
      expect(value.slice(0, 40)).toMatch(/^(#section-\d+$|data:(image\/png|audio\/wav);base64,)/);
    }
    if (name === 'style') expect(value).not.toMatch(/url\(/);
  }
  expect(elements(document, 'style').map((style) => style.textContent)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/url\(|@import|<\//)]),
  );
  expect(page).toContain("default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'");

  // Every id stands once, and what refers to one finds it.
  const ids = all.filter(({ name }) => name === 'id').map(({ value }) => value);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { name, value } of all) {
    if (name === 'aria-labelledby') expect(ids).toContain(value);
    if (name === 'href' && value.startsWith('#')) expect(ids).toContain(value.slice(1));
  }

  // Readable without eyes: figures and tables are named, heading cells say what they head.
  for (const svg of elements(document, 'svg')) {
    if (svg.getAttribute('aria-hidden') === 'true') continue;
    expect(svg.getAttribute('role')).toBe('img');
    expect(elements(svg, 'title')[0]?.textContent).toBeTruthy();
    expect(elements(svg, 'desc')[0]?.textContent).toBeTruthy();
  }
  for (const table of elements(document, 'table')) {
    expect(elements(table, 'caption')[0]?.textContent).toBeTruthy();
    for (const cell of elements(table, 'th')) expect(cell.getAttribute('scope')).toMatch(/^(row|col)$/);
  }
  expect(page).not.toMatch(/\b(NaN|undefined|\[object Object\])\b/);
}
