import fc from 'fast-check';
import {
  cards,
  figure,
  flatten,
  folded,
  groupBars,
  html,
  htmlPage,
  keyValues,
  notice,
  shareCard,
  table,
  trusted,
} from '../../src/index.ts';
import { plainText } from '../../src/text.ts';
import { HOSTILE } from '../data.ts';
import { expectSoundPage } from '../page-rules.ts';
import { elements, parsePage, parseXml, textOf } from '../xml.ts';

// XML reads every line ending as \n.
const read = (text: string) => plainText(text).replace(/\r\n?/g, '\n');

describe('html', () => {
  it('gives back any text as it was, in content and in attributes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const root = parseXml(html`<p title="${text}">${text}</p>`.markup).documentElement;
        expect(root?.textContent).toBe(read(text));
        expect(root?.getAttribute('title')).toBe(read(text).replace(/[\n\t]/g, ' '));
      }),
    );
  });

  it('takes markup and lists as they are, and nothing for what is missing', () => {
    const parts = [html`<b>${1}</b>`, trusted('<i>2</i>'), undefined, false as const, '<'];
    expect(html`<p>${parts}</p>`.markup).toBe('<p><b>1</b><i>2</i>&lt;</p>');
  });

  it('refuses NaN', () => {
    expect(() => html`<p>${Number.NaN}</p>`).toThrow('a value on the page is NaN');
  });
});

describe('htmlPage', () => {
  const chart = (options: object) =>
    groupBars({ measure: 'UAR', scale: 'share', bars: [{ name: 'a', value: 0.5 }] }, options);

  it('is sound with every piece and hostile text in each of them', () => {
    for (const text of HOSTILE) {
      const body = [
        cards([shareCard(text, { value: 0.5, interval: [0.4, 0.6], chance: { name: text, value: 0.1 } })]),
        table({
          caption: text,
          columns: [{ title: text }, { title: text, kind: 'number' }],
          rows: [[text, text]],
          footer: [[text, text]],
        }),
        figure({ title: text, note: text, size: 'full', chart }),
        figure({ title: text, size: 'half', chart }),
        keyValues([[text, text]]),
        folded(text, text),
        notice({ kind: 'info', title: text, body: text }),
      ];
      const section = { title: text, lead: text, body };
      const page = htmlPage({
        title: text,
        subtitle: text,
        notices: [{ kind: 'warning', title: text, body: text }],
        sections: [section, section, section, section],
      });
      expectSoundPage(page);
      expect(elements(parsePage(page), 'h1')[0]?.textContent).toBe(read(text));
    }
  });

  it('links its sections once there are more than three', () => {
    const page = (n: number) =>
      htmlPage({ title: 'x', sections: Array.from({ length: n }, (_, i) => ({ title: `S${i}`, body: '' })) });
    expect(elements(parsePage(page(3)), 'nav')).toHaveLength(0);
    expect(elements(parsePage(page(4)), 'a').map((a) => a.getAttribute('href'))).toEqual([
      '#section-1',
      '#section-2',
      '#section-3',
      '#section-4',
    ]);
  });

  it('draws a wide figure for the desk and again for the phone', () => {
    const page = parsePage(
      htmlPage({ title: 'x', sections: [{ title: 'a', body: figure({ title: 'b', size: 'full', chart }) }] }),
    );
    expect(elements(page, 'svg').map((svg) => svg.getAttribute('width'))).toEqual(['848', '350']);
  });

  it('swaps every colour of a figure on a dark screen, and none in print', () => {
    const style = elements(parsePage(htmlPage({ title: 'x', sections: [] })), 'style')[0]?.textContent ?? '';
    const dark = style.slice(
      style.indexOf('@media screen and (prefers-color-scheme: dark)'),
      style.indexOf('@media print'),
    );
    const used = [...chart({}).matchAll(/(fill|stroke)="(#[0-9a-f]+)"/g)].map(
      ([, name, color]) => `svg [${name}="${color}"]`,
    );
    expect(used.length).toBeGreaterThan(5);
    for (const selector of used) expect(dark).toContain(selector);
    expect(style.slice(0, style.indexOf('@media screen and (prefers'))).not.toContain('svg [');
  });

  it('needs a title', () => {
    expect(() => htmlPage({ title: ' ', sections: [] })).toThrow('A page needs a title.');
  });
});

describe('notice', () => {
  it('tells a warning by a word, not by colour alone', () => {
    expect(textOf(parseXml(notice({ kind: 'warning', title: 'It leaks', body: 'So.' }).markup))).toBe(
      '! Warning: It leaks So.',
    );
    expect(textOf(parseXml(notice({ kind: 'info', title: 'New' }).markup))).toBe('i New');
  });
});

describe('shareCard', () => {
  it('says its interval and chance in words', () => {
    const card = shareCard('UAR', {
      value: 0.619,
      interval: [0.586, 0.65],
      chance: { name: 'chance', value: 1 / 6 },
    });
    expect(textOf(parseXml(cards([card]).markup))).toBe('UAR 61.9% 95% interval 58.6–65.0% chance 16.7%');
  });

  it('refuses a percentage', () => {
    expect(() => shareCard('UAR', { value: 61.9 })).toThrow(
      'UAR is 61.9; it must be a share between 0 and 1',
    );
  });
});

describe('flatten', () => {
  it('makes dotted keys, with lists of plain values on one line', () => {
    const nested = {
      a: 1,
      b: { c: [1, 2], d: null, e: {}, f: [{ g: true }], h: [] },
      __proto__: { never: 1 },
    };
    expect(flatten(nested)).toEqual([
      ['a', '1'],
      ['b.c', '1, 2'],
      ['b.d', '–'],
      ['b.e', 'empty'],
      ['b.f.0.g', 'true'],
      ['b.h', 'none'],
    ]);
    expect(flatten(undefined)).toEqual([['value', '–']]);
  });
});
