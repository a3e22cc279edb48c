import {
  boxPlot,
  type ChartOptions,
  classDistribution,
  confusionMatrix,
  countMap,
  groupBars,
  histogram,
  intervalPlot,
  learningCurve,
  melSpectrogram,
  reliabilityDiagram,
  waveform,
} from '../../src/index.ts';
import { SHADES } from '../../src/palette.ts';
import { HOSTILE, LABELS } from '../data.ts';
import { attributes, elements, parseXml } from '../xml.ts';

type Draw = (options?: ChartOptions) => string;
const mel = { values: [1, 2, 3, 4], frames: 2, bands: 2, fMin: 0, fMax: 8000, seconds: 1 };
const zeros = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => new Array(columns).fill(0));

// Each chart with usual data, with as little as it takes, and with names and sizes that try to break it.
const CHARTS: Record<string, Record<string, Draw>> = {
  learningCurve: {
    usual: (options) =>
      learningCurve(
        {
          measure: 'Loss',
          scale: 'number',
          epochs: [1, 2, 3],
          lines: [
            { name: 'training', side: 'train', values: [1.8, 1.2, 1] },
            { name: 'validation', side: 'validation', dashed: true, values: [1.9, null, 1.4] },
          ],
          bestEpoch: 3,
        },
        options,
      ),
    minimal: (options) =>
      learningCurve(
        { measure: 'UAR', scale: 'share', epochs: [1], lines: [{ name: 'a', side: 'train', values: [0] }] },
        options,
      ),
    hostile: (options) =>
      learningCurve(
        {
          measure: HOSTILE[0] as string,
          scale: 'number',
          epochs: [1, 2],
          lines: HOSTILE.map((name) => ({ name, side: 'train' as const, values: [1e300, -1e300] })),
        },
        options,
      ),
  },
  confusionMatrix: {
    usual: (options) => confusionMatrix({ labels: LABELS, counts: zeros(6, 6) }, options),
    minimal: (options) => confusionMatrix({ labels: ['A'], counts: [[3]] }, options),
    hostile: (options) =>
      confusionMatrix({ labels: HOSTILE, counts: HOSTILE.map(() => HOSTILE.map(() => 1e15)) }, options),
  },
  countMap: {
    usual: (options) =>
      countMap(
        { rows: LABELS, columns: ['1001', '1002'], counts: LABELS.map((_, i) => [i, 2 * i]) },
        options,
      ),
    minimal: (options) => countMap({ rows: ['A'], columns: ['B'], counts: [[0]] }, options),
    hostile: (options) =>
      countMap(
        { rows: HOSTILE, columns: LABELS, counts: HOSTILE.map(() => LABELS.map(() => 2 ** 50)) },
        options,
      ),
  },
  classDistribution: {
    usual: (options) =>
      classDistribution({ labels: LABELS, sides: [{ name: 'train', counts: [9, 8, 7, 6, 5, 4] }] }, options),
    minimal: (options) =>
      classDistribution({ labels: ['A'], sides: [{ name: 'train', counts: [0] }] }, options),
    hostile: (options) =>
      classDistribution(
        { labels: HOSTILE, sides: HOSTILE.map((name) => ({ name, counts: HOSTILE.map(() => 1e200) })) },
        options,
      ),
  },
  groupBars: {
    usual: (options) =>
      groupBars(
        {
          measure: 'UAR',
          scale: 'share',
          bars: [
            { name: 'female', value: 0.6 },
            { name: 'male', value: 0.5 },
          ],
          reference: { name: 'all', value: 0.55 },
        },
        options,
      ),
    minimal: (options) =>
      groupBars({ measure: 'x', scale: 'count', bars: [{ name: '', value: 0 }] }, options),
    hostile: (options) =>
      groupBars(
        {
          measure: HOSTILE[1] as string,
          scale: 'count',
          bars: HOSTILE.map((name) => ({ name, value: 1e300 })),
          reference: { name: HOSTILE[7] as string, value: 1 },
        },
        options,
      ),
  },
  histogram: {
    usual: (options) => histogram({ values: [1, 2, 2, 3, 3, 3, 4, 5], measure: 'seconds' }, options),
    minimal: (options) => histogram({ values: [0], measure: 'seconds' }, options),
    hostile: (options) =>
      histogram({ values: [-1e300, 1e-300, 1e300], measure: HOSTILE[1] as string }, options),
  },
  boxPlot: {
    usual: (options) =>
      boxPlot(
        {
          measure: 'Hz',
          rows: LABELS,
          series: ['female', 'male'].map((name, s) => ({
            name,
            values: LABELS.map((_, i) => [100, 120 + i, 200 + 10 * s]),
          })),
        },
        options,
      ),
    minimal: (options) =>
      boxPlot({ measure: 'x', rows: [''], series: [{ name: '', values: [[0]] }] }, options),
    hostile: (options) =>
      boxPlot(
        {
          measure: HOSTILE[0] as string,
          rows: HOSTILE,
          series: HOSTILE.slice(0, 4).map((name) => ({
            name,
            values: HOSTILE.map(() => [-1e300, 0, 1e300]),
          })),
        },
        options,
      ),
  },
  waveform: {
    usual: (options) => waveform({ samples: Float32Array.from([0, 0.5, -0.5]), sampleRate: 3 }, options),
    minimal: (options) => waveform({ samples: [0], sampleRate: 16000 }, options),
    hostile: (options) => waveform({ samples: [1e30, -1e30], sampleRate: 1e-3 }, options),
  },
  melSpectrogram: {
    usual: (options) => melSpectrogram(mel, options),
    minimal: (options) => melSpectrogram({ ...mel, values: [0], frames: 1, bands: 1 }, options),
    hostile: (options) =>
      melSpectrogram({ ...mel, values: [-1e38, 1e38, 0, 0], fMax: 1e9, seconds: 1e9 }, options),
  },
  reliabilityDiagram: {
    usual: (options) =>
      reliabilityDiagram(
        {
          bins: [
            { confidence: 0.5, accuracy: 0.4, count: 10 },
            { confidence: 0.9, accuracy: 0.8, count: 30 },
          ],
        },
        options,
      ),
    minimal: (options) => reliabilityDiagram({ bins: [{ confidence: 0, accuracy: 0, count: 1 }] }, options),
    hostile: (options) =>
      reliabilityDiagram({ bins: [{ confidence: 1, accuracy: 1, count: 2 ** 53 }] }, options),
  },
  intervalPlot: {
    usual: (options) =>
      intervalPlot(
        {
          measure: 'UAR',
          scale: 'share',
          rows: [{ name: 'a', value: 0.6, interval: [0.5, 0.7] }],
          reference: { name: 'chance', value: 1 / 6 },
        },
        options,
      ),
    minimal: (options) =>
      intervalPlot(
        { measure: 'UAR', scale: 'difference', rows: [{ name: 'a', value: 0, interval: [0, 0] }] },
        options,
      ),
    hostile: (options) =>
      intervalPlot(
        {
          measure: HOSTILE[0] as string,
          scale: 'difference',
          rows: HOSTILE.map((name) => ({ name, minus: name, value: 1e12, interval: [-1e12, 1e15] })),
        },
        options,
      ),
  },
};

const cases = Object.entries(CHARTS).flatMap(([chart, kinds]) =>
  Object.entries(kinds).map(([kind, draw]) => [chart, kind, draw] as const),
);

describe.each(cases)('%s, %s', (_chart, _kind, draw) => {
  const svg = draw();
  const document = parseXml(svg);
  const all = attributes(document);

  it('is one named image of well-formed XML', () => {
    const root = document.documentElement;
    expect(root?.tagName).toBe('svg');
    expect(root?.getAttribute('role')).toBe('img');
    expect(root?.getAttribute('viewBox')).toMatch(/^0 0 420 \d+$/);
    expect(elements(document, 'title')[0]?.textContent).toBeTruthy();
    expect(elements(document, 'desc')[0]?.textContent).toBeTruthy();
  });

  it('holds nothing but shapes and texts, and nothing that could clash with another on the page', () => {
    const known = [
      'svg',
      'title',
      'desc',
      'g',
      'path',
      'rect',
      'circle',
      'polygon',
      'text',
      'tspan',
      'image',
    ];
    expect(elements(document, '*').filter(({ tagName }) => !known.includes(tagName))).toEqual([]);
    expect(all.filter(({ name }) => /^(id|class|on.*|clip-path|ecmeta.*)$/.test(name))).toEqual([]);
    for (const { name, value } of all) if (name === 'href') expect(value).toMatch(/^data:image\/png;base64,/);
  });

  it('leaves the prototype of all objects alone, whatever the names', () => {
    const inherited: string[] = [];
    for (const key in {}) inherited.push(key);
    expect(inherited).toEqual([]);
    expect(Object.keys(Object.prototype.toString)).toEqual([]);
  });

  it('has every number in place', () => {
    expect(all.filter(({ value }) => /NaN|Infinity|undefined/.test(value))).toEqual([]);
  });

  it('holds only colours that a dark page can swap', () => {
    const known = new Set(['none', 'transparent', ...SHADES.map(({ light }) => light)]);
    const used = all.filter(({ name }) => name === 'fill' || name === 'stroke');
    expect(used.filter(({ value }) => !known.has(value))).toEqual([]);
  });

  it('is the same each time', () => {
    expect(draw()).toBe(svg);
  });

  it('takes a width, a height, a title and a description', () => {
    const own = parseXml(draw({ width: 350, height: 300, title: 'A < B', description: '"so"' }));
    expect(own.documentElement?.getAttribute('viewBox')).toBe('0 0 350 300');
    expect(elements(own, 'title')[0]?.textContent).toBe('A < B');
    expect(elements(own, 'desc')[0]?.textContent).toBe('"so"');
  });

  it('refuses a size that nothing fits in', () => {
    expect(() => draw({ width: 10 })).toThrow('too small');
    expect(() => draw({ width: Number.NaN })).toThrow('width is NaN; it must be a finite number.');
  });
});
