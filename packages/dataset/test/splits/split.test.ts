import fc from 'fast-check';
import { seededRandom } from '../../src/random.ts';
import { splitCorpus } from '../../src/splits/split.ts';
import type { Clip, Split, SplitKind } from '../../src/types.ts';
import { madeClips } from '../support/made-clips.ts';

const KINDS: SplitKind[] = ['segment', 'clip', 'speaker', 'speaker-sentence'];

/** One to four segments a clip, by turns. */
const segmentsOf = (clips: readonly Clip[]) =>
  clips.flatMap((clip, i) =>
    Array.from({ length: 1 + (i % 4) }, (_, segment) => ({ clip: clip.id, segment })),
  );

const split = (clips: readonly Clip[], kind: SplitKind, seed = 1, more = {}) =>
  splitCorpus(clips, { kind, seed, segments: segmentsOf(clips), ...more });

/** Everything that a split of this kind deals out, in any order. */
const unitsOf = (clips: readonly Clip[], kind: SplitKind) =>
  kind === 'segment'
    ? segmentsOf(clips).map(({ clip, segment }) => `${clip}#${segment}`)
    : clips.map((clip) => clip.id);

const all = ({ train, validation, test }: Split) => [...train, ...validation, ...test];

/** What the clips of a side have, of one field. */
function valuesOf(
  clips: readonly Clip[],
  keys: readonly string[],
  field: 'speaker' | 'sentence',
): Set<unknown> {
  const ids = new Set(keys);
  return new Set(clips.filter((clip) => ids.has(clip.id)).map((clip) => clip[field]));
}

const shapes = fc.record({
  speakers: fc.integer({ min: 12, max: 30 }),
  sentences: fc.integer({ min: 6, max: 9 }),
  gaps: fc.integer({ min: 0, max: 30 }),
  seed: fc.nat(1000),
});

/** A corpus that lacks some of its clips, so that speakers, sentences and labels are uneven. */
function unevenClips({
  gaps,
  seed,
  ...shape
}: {
  speakers: number;
  sentences: number;
  gaps: number;
  seed: number;
}) {
  const random = seededRandom(seed);
  return madeClips(shape).filter(() => random.below(100) >= gaps);
}

describe.each(KINDS)('a split by %s', (kind) => {
  it('puts nothing on two sides, leaves no side empty, and loses nothing untold', () => {
    fc.assert(
      fc.property(shapes, fc.nat(1000), (shape, seed) => {
        const clips = unevenClips(shape);
        const result = split(clips, kind, seed);
        const dealt = all(result);
        expect(new Set(dealt).size).toBe(dealt.length);
        for (const side of [result.train, result.validation, result.test]) {
          expect(side.length).toBeGreaterThan(0);
        }
        if (kind === 'speaker-sentence') {
          expect(result.audit.leftOut).toBe(clips.length - dealt.length);
        } else {
          expect(dealt.sort()).toEqual(unitsOf(clips, kind).sort());
          expect(result.audit.leftOut).toBe(0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is the same for the same seed, in whatever order the clips come, and another for another seed', () => {
    const clips = madeClips();
    const result = split(clips, kind, 7);
    expect(split(clips, kind, 7)).toEqual(result);
    const shuffled = split(seededRandom(3).shuffle(clips), kind, 7);
    if (kind !== 'segment') expect(shuffled).toEqual(result);
    expect(split(clips, kind, 8).test).not.toEqual(result.test);
  });

  it('covers everything exactly once with the test sides of k folds', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 2, max: 5 }), fc.nat(1000), (shape, folds, seed) => {
        const clips = unevenClips(shape);
        const tests = Array.from({ length: folds }, (_, fold) => split(clips, kind, seed, { folds, fold }));
        for (const result of tests) expect(new Set(all(result)).size).toBe(all(result).length);
        if (kind === 'speaker-sentence') {
          for (const field of ['speaker', 'sentence'] as const) {
            const met = tests.flatMap((result) => [...valuesOf(clips, result.test, field)]);
            expect(met.length).toBe(new Set(met).size);
          }
        } else {
          const tested = tests.flatMap((result) => result.test);
          expect(tested.sort()).toEqual(unitsOf(clips, kind).sort());
        }
      }),
      { numRuns: 20 },
    );
  });

  it('has no test side if its fraction is 0', () => {
    const result = split(madeClips(), kind, 1, { testFraction: 0 });
    expect(result.test).toEqual([]);
    expect(result.audit.sides.test.clips).toBe(0);
    expect(result.validation.length).toBeGreaterThan(0);
    expect(result.audit.leaks).toBeUndefined();
  });

  it('has no validation side if its fraction is 0', () => {
    const result = split(madeClips(), kind, 1, { validationFraction: 0 });
    expect(result.validation).toEqual([]);
    expect(result.audit.sides.validation.clips).toBe(0);
    expect(result.train.length).toBeGreaterThan(0);
  });
});

describe.each(['segment', 'clip'] as const)('a split by %s', (kind) => {
  it('keeps labels in proportion, to within one', () => {
    fc.assert(
      fc.property(shapes, fc.nat(1000), (shape, seed) => {
        const clips = unevenClips(shape);
        const { train, validation, test, audit } = split(clips, kind, seed);
        const total = train.length + validation.length + test.length;
        expect(test.length).toBe(Math.ceil(0.3 * total - 1e-9));
        expect(validation.length).toBe(Math.ceil(0.05 * (total - test.length) - 1e-9));
        const { labels } = audit.sides.test;
        for (const [label, count] of Object.entries(labels)) {
          const of =
            count + (audit.sides.train.labels[label] ?? 0) + (audit.sides.validation.labels[label] ?? 0);
          expect(Math.abs(count - 0.3 * of)).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('a split by speaker', () => {
  it('puts no speaker on two sides', () => {
    fc.assert(
      fc.property(shapes, fc.nat(1000), (shape, seed) => {
        const clips = unevenClips(shape);
        const result = split(clips, 'speaker', seed);
        const speakers = [result.train, result.validation, result.test].map(
          (side) => valuesOf(clips, side, 'speaker').size,
        );
        const total = new Set(clips.map((clip) => clip.speaker)).size;
        expect(speakers.reduce((sum, size) => sum + size)).toBe(total);
        expect(result.audit.shared).toMatchObject({ speakers: 0, clips: 0 });
        expect(speakers[2]).toBe(Math.round(0.2 * total));
        expect(speakers[1]).toBe(Math.round(0.15 * (total - Math.round(0.2 * total))));
      }),
      { numRuns: 30 },
    );
  });

  it('has each sex and each label in proportion on the test side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 60 }), fc.nat(1000), (speakers, seed) => {
        const clips = madeClips({ speakers });
        const { test, audit } = split(clips, 'speaker', seed);
        const ids = new Set(test);
        const men = new Set(clips.filter((c) => ids.has(c.id) && c.sex === 'male').map((c) => c.speaker))
          .size;
        expect(Math.abs(men - audit.sides.test.speakers / 2)).toBeLessThanOrEqual(1);
        expect(new Set(Object.values(audit.sides.test.labels)).size).toBe(1);
      }),
      { numRuns: 30 },
    );
  });

  it('brings a label that few speakers have to every side it can', () => {
    const rare = new Set(['speaker-000', 'speaker-001', 'speaker-002', 'speaker-003', 'speaker-004']);
    const clips = madeClips({ speakers: 20 }).map((clip) =>
      clip.label === 'SAD' && !rare.has(clip.speaker ?? '') ? { ...clip, label: 'ANG' } : clip,
    );
    for (let seed = 0; seed < 20; seed++) {
      const { sides } = split(clips, 'speaker', seed).audit;
      expect(sides.test.labels.SAD).toBe(5);
      expect(sides.train.labels.SAD).toBeGreaterThanOrEqual(10);
    }
  });

  it('gives every speaker about the same chance to be tested', () => {
    const clips = madeClips({ speakers: 10, sentences: 1 });
    const tested = new Map<unknown, number>();
    for (let seed = 0; seed < 200; seed++) {
      for (const speaker of valuesOf(clips, split(clips, 'speaker', seed).test, 'speaker')) {
        tested.set(speaker, (tested.get(speaker) ?? 0) + 1);
      }
    }
    expect(tested.size).toBe(10);
    for (const times of tested.values()) expect(Math.abs(times - 40)).toBeLessThan(25);
  });
});

describe('a split by speaker and sentence', () => {
  it('puts no speaker and no sentence on two sides', () => {
    fc.assert(
      fc.property(shapes, fc.nat(1000), (shape, seed) => {
        const clips = unevenClips(shape);
        const result = split(clips, 'speaker-sentence', seed);
        for (const field of ['speaker', 'sentence'] as const) {
          const sides = [result.train, result.validation, result.test].flatMap((side) => [
            ...valuesOf(clips, side, field),
          ]);
          expect(sides.length).toBe(new Set(sides).size);
        }
        expect(result.audit.shared).toEqual({ speakers: 0, clips: 0, sentences: 0 });
      }),
      { numRuns: 30 },
    );
  });
});
