import { decode } from 'fast-png';
import { COLOR_MAP } from '../../src/charts/color-map.ts';
import {
  boxPlot,
  classDistribution,
  confusionMatrix,
  groupBars,
  histogram,
  intervalPlot,
  learningCurve,
  melSpectrogram,
  reliabilityDiagram,
  waveform,
} from '../../src/index.ts';
import { HEAT, INK, PAPER, SERIES } from '../../src/palette.ts';
import { drawnTexts, elements, parseXml } from '../xml.ts';

const numbers = (text: string | null) => (text ?? '').match(/-?\d+(?:\.\d+)?/g)?.map(Number) ?? [];
const filled = (svg: string, name: string, fill: string) =>
  elements(parseXml(svg), name).filter((element) => element.getAttribute('fill') === fill);
const blue = SERIES[0]?.light as string;

describe('boxPlot', () => {
  const values = Array.from({ length: 101 }, (_, i) => i);
  const svg = boxPlot({ measure: 'Hz', rows: ['ANG'], series: [{ name: 'all', values: [values] }] });

  it('draws the middle half five ninths as long as what is between the 5th and 95th percentiles', () => {
    const widths = filled(svg, 'path', blue).map((path) => {
      const xs = numbers(path.getAttribute('d')).filter((_, i) => i % 2 === 0);
      return Math.max(...xs) - Math.min(...xs);
    });
    expect(widths).toHaveLength(2);
    expect((widths[1] as number) / (widths[0] as number)).toBeCloseTo(5 / 9, 2);
    expect(svg).toContain('ANG: median 50.');
  });

  it('has a key only for several series, and no box where there is no value', () => {
    expect(drawnTexts(svg)).not.toContain('all');
    const two = boxPlot({
      measure: 'Hz',
      rows: ['ANG', 'SAD'],
      series: [
        { name: 'female', values: [[1, 2], []] },
        { name: 'male', values: [[], [3]] },
      ],
    });
    expect(drawnTexts(two)).toEqual(expect.arrayContaining(['female', 'male']));
    expect(two).toContain('ANG, female: median 1.5. SAD, male: median 3.');
  });

  it('refuses to draw nothing, and what is no number', () => {
    const draw = (own: number[]) =>
      boxPlot({ measure: 'Hz', rows: ['ANG'], series: [{ name: 'all', values: [own] }] });
    expect(() => draw([])).toThrow('The box plot of Hz needs at least one value.');
    expect(() => draw([Number.NaN])).toThrow('Hz of ANG, all is NaN');
  });
});

describe('learningCurve', () => {
  const data = {
    measure: 'Loss',
    scale: 'number' as const,
    epochs: [1, 2, 3],
    lines: [{ name: 'training', side: 'train' as const, values: [3, 2, 1] }],
    bestEpoch: 2,
  };

  it('marks the best epoch and says it in words', () => {
    const svg = learningCurve(data);
    expect(drawnTexts(svg)).toContain('best: epoch 2');
    expect(svg).toContain('training: from 3 to 1, 2 at the best epoch, 2.');
  });

  it('marks none where none is known or it is not among the epochs', () => {
    const { bestEpoch: _, ...unknown } = data;
    for (const svg of [learningCurve(unknown), learningCurve({ ...data, bestEpoch: 9 })]) {
      expect(drawnTexts(svg).join()).not.toContain('best');
    }
  });

  it('names the epoch whose value is not a number', () => {
    const lines = [
      { ...data.lines[0], name: 'training', side: 'train' as const, values: [3, Number.NaN, 1] },
    ];
    expect(() => learningCurve({ ...data, lines })).toThrow(
      'training of epoch 2 is NaN; it must be a finite number.',
    );
  });

  it('refuses a line of another length', () => {
    expect(() => learningCurve({ ...data, epochs: [1] })).toThrow('"training" has 3 values for 1 epochs.');
  });
});

describe('confusionMatrix', () => {
  const svg = confusionMatrix({
    labels: ['ANG', 'SAD'],
    counts: [
      [90, 10],
      [40, 60],
    ],
  });

  it('writes count and share of the row into each cell', () => {
    expect(drawnTexts(svg)).toEqual(
      expect.arrayContaining([
        '90',
        '90%',
        '10',
        '10%',
        '40',
        '40%',
        '60',
        '60%',
        'true class',
        'predicted class',
      ]),
    );
  });

  it('colours by the share of the row, with text that stands out', () => {
    expect(
      filled(svg, 'rect', HEAT[9]?.light as string).length +
        filled(svg, 'path', HEAT[9]?.light as string).length,
    ).toBe(1);
    const fillOf = (text: string) =>
      elements(parseXml(svg), 'text')
        .find(({ textContent }) => textContent === text)
        ?.getAttribute('fill');
    expect(fillOf('90')).toBe(PAPER.light);
    expect(fillOf('10')).toBe(INK.light);
  });

  it('refuses what is not a square of counts', () => {
    expect(() => confusionMatrix({ labels: ['A', 'B'], counts: [[1]] })).toThrow('must have 2 × 2 counts');
    expect(() => confusionMatrix({ labels: ['A'], counts: [[0.5]] })).toThrow('confusion[0][0] is 0.5');
    expect(() => confusionMatrix({ labels: [], counts: [] })).toThrow('at least one label');
  });
});

describe('classDistribution', () => {
  it('shows a small side as high as a large one of the same make-up', () => {
    const svg = classDistribution({
      labels: ['A', 'B'],
      sides: [
        { name: 'train', counts: [900, 300] },
        { name: 'test', counts: [9, 3] },
      ],
    });
    // Where the bars of a colour begin and end from top to bottom; the key comes last.
    const heights = (fill: string) =>
      filled(svg, 'path', fill)
        .slice(0, 2)
        .map((bar) => [...(bar.getAttribute('d') ?? '').matchAll(/ ([\d.]+)(?=[A-Z]|$)/g)].map(([, y]) => y));
    expect(heights(blue)[0]).not.toEqual(heights(blue)[1]);
    expect(heights(SERIES[1]?.light as string)).toEqual(heights(blue));
    expect(svg).toContain('train: A 900, B 300. test: A 9, B 3.');
  });

  it('refuses a side of another number of labels', () => {
    expect(() => classDistribution({ labels: ['A', 'B'], sides: [{ name: 'train', counts: [1] }] })).toThrow(
      'The class distribution of "train" has 1 counts for 2 labels.',
    );
  });
});

describe('groupBars', () => {
  it('writes each value beside its bar', () => {
    const bars = [
      { name: 'female', value: 0.643 },
      { name: 'male', value: 0.594 },
    ];
    const svg = groupBars({ measure: 'UAR', scale: 'share', bars, reference: { name: 'all', value: 0.62 } });
    expect(drawnTexts(svg)).toEqual(
      expect.arrayContaining(['female', '64.3%', 'male', '59.4%', 'all: 62.0%']),
    );
  });

  it('refuses a percentage where a share belongs', () => {
    expect(() =>
      groupBars({ measure: 'UAR', scale: 'share', bars: [{ name: 'female', value: 64.3 }] }),
    ).toThrow('UAR of female is 64.3; it must be a share between 0 and 1, not a percentage.');
  });
});

describe('histogram', () => {
  it('puts every value in one bin', () => {
    const values = Array.from({ length: 1000 }, (_, i) => Math.sin(i) * 3);
    const svg = histogram({ values, measure: 'seconds' });
    const bars = filled(svg, 'path', blue).map((bar) =>
      Number(/l0 ([\d.]+)/.exec(bar.getAttribute('d') ?? '')?.[1]),
    );
    expect(bars.length).toBeGreaterThanOrEqual(8);
    const perClip = bars.reduce((sum, height) => sum + height, 0) / 1000;
    for (const height of bars) expect(height / perClip).toBeCloseTo(Math.round(height / perClip), 1);
  });

  it('marks the median', () => {
    expect(drawnTexts(histogram({ values: [1, 2, 9], measure: 'seconds' }))).toContain('median: 2');
  });

  it('names the clip whose value is not a number', () => {
    expect(() => histogram({ values: [1, Number.NaN], measure: 'seconds' })).toThrow(
      'seconds of clip 2 is NaN',
    );
    expect(() => histogram({ values: [], measure: 'seconds' })).toThrow('at least one value');
  });
});

describe('waveform', () => {
  it('keeps a single peak, however long the clip', () => {
    const samples = new Float32Array(480_000);
    samples[123_456] = 0.8;
    const points = (data: Float32Array) =>
      numbers(
        elements(parseXml(waveform({ samples: data, sampleRate: 16_000 })), 'polygon')[0]?.getAttribute(
          'points',
        ) ?? '',
      );
    const heights = points(samples).filter((_, i) => i % 2 === 1);
    const silence = points(new Float32Array(480_000)).filter((_, i) => i % 2 === 1);
    expect(new Set(silence).size).toBe(1);
    expect(heights.filter((y) => y < (silence[0] as number) - 10)).toHaveLength(1);
  });

  it('says how long and how loud it is', () => {
    expect(waveform({ samples: [0, 0.25, -0.5, 0], sampleRate: 2 })).toContain(
      '2 seconds; the largest amplitude is 0.5 of full scale.',
    );
  });

  it('refuses no samples and samples that are not numbers', () => {
    expect(() => waveform({ samples: [], sampleRate: 16_000 })).toThrow('no samples');
    expect(() => waveform({ samples: [0, Number.NaN], sampleRate: 16_000 })).toThrow('sample 1 is NaN');
    expect(() => waveform({ samples: [0], sampleRate: 0 })).toThrow('sampleRate is 0; it must be above 0.');
  });
});

describe('melSpectrogram', () => {
  // Two frames of three bands; the last band of the last frame is the loudest.
  const data = {
    values: [-80, -60, -40, -20, -10, 0],
    frames: 2,
    bands: 3,
    fMin: 0,
    fMax: 8000,
    seconds: 0.5,
  };
  const png = (svg: string) => {
    const href = elements(parseXml(svg), 'image')[0]?.getAttribute('href') ?? '';
    return decode(Buffer.from(href.replace('data:image/png;base64,', ''), 'base64'));
  };

  it('draws time to the right and frequency upwards', () => {
    const image = png(melSpectrogram(data));
    expect([image.width, image.height]).toEqual([2, 3]);
    const level = (db: number) => Math.round(((db + 80) / 80) * 255);
    expect([...image.data]).toEqual([-40, 0, -60, -10, -80, -20].map(level));
    expect(image.palette).toEqual(COLOR_MAP);
  });

  it('averages a long one down to a size that a page can carry', () => {
    const frames = 10_000;
    const values = Float32Array.from({ length: frames * 3 }, (_, i) => Math.floor(i / 3));
    const image = png(melSpectrogram({ ...data, values, frames }));
    expect([image.width, image.height]).toEqual([1024, 3]);
    expect([...image.data.subarray(0, 1024)]).toEqual(
      [...image.data.subarray(0, 1024)].toSorted((a, b) => a - b),
    );
  });

  it('labels frequencies where their band stands', () => {
    const svg = melSpectrogram({ ...data, fMax: 4000 });
    const y = (hz: string) =>
      numbers(
        elements(parseXml(svg), 'text')
          .find((t) => t.textContent === hz)
          ?.getAttribute('transform') ?? '',
      )[1] ?? 0;
    // Slaney's scale: 15 mel at 1 kHz, 15 + 27 ln(4) / ln(6.4) at 4 kHz.
    const [top, middle] = [y('4,000'), y('1,000')];
    const bottom = 190 - 40;
    expect((bottom - middle) / (bottom - top)).toBeCloseTo(15 / (15 + (27 * Math.log(4)) / Math.log(6.4)), 1);
  });

  it('refuses values that do not fit the frames, and NaN', () => {
    expect(() => melSpectrogram({ ...data, frames: 3 })).toThrow(
      'has 6 values; 3 frames of 3 bands were named',
    );
    expect(() => melSpectrogram({ ...data, values: [0, 0, 0, 0, 0, Number.NaN] })).toThrow(
      'mel value 5 is NaN',
    );
    expect(() => melSpectrogram({ ...data, fMin: 9000 })).toThrow('fMin 9000 and fMax 8000');
  });
});

describe('reliabilityDiagram', () => {
  it('leaves out bins that hold nothing', () => {
    const bins = [
      { confidence: 0.2, accuracy: 0, count: 0 },
      { confidence: 0.7, accuracy: 0.6, count: 12 },
    ];
    const svg = reliabilityDiagram({ bins });
    expect(svg).toContain('<desc>Confidence 70.0%: 60.0% right of 12.</desc>');
    expect(() => reliabilityDiagram({ bins: bins.slice(0, 1) })).toThrow('at least one bin');
  });

  it('names the bin whose figure is out of range', () => {
    expect(() => reliabilityDiagram({ bins: [{ confidence: 1.2, accuracy: 1, count: 1 }] })).toThrow(
      'reliability[0].confidence is 1.2',
    );
  });
});

describe('intervalPlot', () => {
  it('writes differences in points, with their sign, around no difference', () => {
    const svg = intervalPlot({
      measure: 'Difference',
      scale: 'difference',
      rows: [{ name: 'a', minus: 'b', value: -0.012, interval: [-0.04, 0.02] }],
    });
    expect(drawnTexts(svg)).toEqual(expect.arrayContaining(['−1.2', 'no difference', 'a', '− b']));
    expect(svg).toContain('a: −1.2, from −4.0 to +2.0.');
  });

  it('refuses an interval whose ends are the wrong way round', () => {
    const rows = [{ name: 'a', value: 0.5, interval: [0.6, 0.4] as [number, number] }];
    expect(() => intervalPlot({ measure: 'UAR', scale: 'share', rows })).toThrow(
      'UAR interval of a runs from 0.6 to 0.4; the lower end must come first.',
    );
  });
});
