import fc from 'fast-check';
import { cutSegments, DspError, planSegments, type SegmentOptions } from '../src/index.ts';

/** 1, 2, 3 … so that a value tells its place, and zeros are padding. */
const counting = (length: number) => Float32Array.from({ length }, (_, i) => i + 1);
const cut = (length: number, options: SegmentOptions, sampleRate = 10) =>
  cutSegments(counting(length), sampleRate, options).map(({ start, samples }) => [start, ...samples]);

describe('equalise', () => {
  it('cuts whole pieces and drops the rest', () => {
    expect(cut(7, { kind: 'equalise', samples: 3 })).toEqual([
      [0, 1, 2, 3],
      [3, 4, 5, 6],
    ]);
  });

  it('loses the first sample of each piece where it is told to', () => {
    expect(cut(7, { kind: 'equalise', samples: 3, dropFirst: true })).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it('cuts the notebook’s 27,959 to 27,958', () => {
    const options = { kind: 'equalise', samples: 27_959, dropFirst: true } as const;
    expect(planSegments(options, 22_050).length).toBe(27_958);
    expect(cutSegments(counting(60_000), 22_050, options).map(({ samples }) => samples.length)).toEqual([
      27_958, 27_958,
    ]);
    expect(cutSegments(counting(27_958), 22_050, options)).toEqual([]);
    expect(cutSegments(counting(27_959), 22_050, options)).toHaveLength(1);
  });
});

describe('whole', () => {
  it('takes the middle of a longer clip', () => {
    expect(cut(7, { kind: 'whole', seconds: 0.4 })).toEqual([[1, 2, 3, 4, 5]]);
  });

  it('centres a shorter one between zeros', () => {
    expect(cut(3, { kind: 'whole', seconds: 0.6 })).toEqual([[-1, 0, 1, 2, 3, 0, 0]]);
  });

  it('takes one that fits as it is', () => {
    expect(cut(4, { kind: 'whole', seconds: 0.4 })).toEqual([[0, 1, 2, 3, 4]]);
  });
});

describe('window', () => {
  it('slides, and pads the last one', () => {
    expect(cut(7, { kind: 'window', seconds: 0.4, hopSeconds: 0.2 })).toEqual([
      [0, 1, 2, 3, 4],
      [2, 3, 4, 5, 6],
      [4, 5, 6, 7, 0],
    ]);
  });

  it('ends the last one with the clip where it is told to', () => {
    const options: SegmentOptions = { kind: 'window', seconds: 0.4, hopSeconds: 0.2, pad: false };
    expect(cut(7, options)).toEqual([
      [0, 1, 2, 3, 4],
      [2, 3, 4, 5, 6],
      [4, 5, 6, 7],
    ]);
    expect(cut(3, options)).toEqual([[0, 1, 2, 3]]);
    expect(cut(0, options)).toEqual([]);
  });

  it('pads nothing where the last one fits', () => {
    expect(cut(6, { kind: 'window', seconds: 0.4, hopSeconds: 0.2 })).toHaveLength(2);
  });

  it('gives a short clip one window', () => {
    expect(cut(2, { kind: 'window', seconds: 0.4, hopSeconds: 0.1 })).toEqual([[0, 1, 2, 0, 0]]);
  });

  it('loses no sample', () => {
    const lengths = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(lengths, lengths, lengths, (clip, window, hop) => {
        fc.pre(hop <= window);
        const segments = cut(clip, { kind: 'window', seconds: window / 10, hopSeconds: hop / 10 });
        const seen = new Set(segments.flatMap(([, ...samples]) => samples.filter((x) => x !== 0)));
        expect(seen.size).toBe(clip);
        // And none is there for nothing.
        expect(segments.slice(0, -1).flat()).not.toContain(clip);
      }),
    );
  });
});

it('gives an empty clip no segment', () => {
  expect(cut(0, { kind: 'equalise', samples: 1 })).toEqual([]);
  expect(cut(0, { kind: 'whole', seconds: 1 })).toEqual([]);
  expect(cut(0, { kind: 'window', seconds: 1, hopSeconds: 1 })).toEqual([]);
});

it('gives views where no zeros are needed', () => {
  const samples = counting(100);
  for (const options of [
    { kind: 'equalise', samples: 30, dropFirst: true },
    { kind: 'whole', seconds: 3 },
    { kind: 'window', seconds: 2, hopSeconds: 1 },
  ] satisfies SegmentOptions[]) {
    for (const segment of cutSegments(samples, 10, options)) {
      expect(segment.samples.buffer).toBe(samples.buffer);
    }
  }
});

describe('what can’t be used is named, with its value', () => {
  it.each<[unknown, string]>([
    [null, 'segments is null'],
    [{}, "segments.kind is undefined, but it must be one of 'equalise', 'whole', 'window'."],
    [{ kind: 'halves' }, "segments.kind is 'halves'"],
    [{ kind: 'equalise' }, 'segments.samples is undefined'],
    [{ kind: 'equalise', samples: 0 }, 'segments.samples is 0'],
    [{ kind: 'equalise', samples: 1, dropFirst: true }, 'segments.samples is 1'],
    [{ kind: 'equalise', samples: 10, dropFirst: 'yes' }, "segments.dropFirst is 'yes'"],
    [{ kind: 'equalise', samples: 10, seconds: 1 }, "segments of kind 'equalise' can't have 'seconds'"],
    [{ kind: 'whole', seconds: 0 }, 'segments.seconds is 0'],
    [{ kind: 'whole', seconds: 0.01 }, 'segments.seconds is 0.01, which is 0 samples at 10 Hz'],
    [{ kind: 'whole', seconds: 1e9 }, 'segments.seconds is 1000000000'],
    [{ kind: 'window', seconds: 1 }, 'segments.hopSeconds is undefined'],
    [{ kind: 'window', seconds: 1, hopSeconds: 2 }, 'segments.hopSeconds is 2, but beyond segments.seconds'],
    [{ kind: 'window', seconds: Number.NaN, hopSeconds: 2 }, 'segments.seconds is NaN'],
  ])('%j', (options, message) => {
    expect(() => cutSegments(counting(10), 10, options as SegmentOptions)).toThrow(DspError);
    expect(() => cutSegments(counting(10), 10, options as SegmentOptions)).toThrow(message);
  });
});
