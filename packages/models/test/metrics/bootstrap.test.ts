import { bootstrapIntervals, pairedBootstrap } from '../../src/metrics/bootstrap.ts';
import type { Prediction } from '../../src/metrics/prediction.ts';

const LABELS = ['X', 'Y'];

/** 20 clips of each of `speakers` speakers; of speaker s, `skill(s)` of 10 are right in either class. */
function predictions(speakers: number, skill: (speaker: number) => number): Prediction[] {
  return Array.from({ length: speakers * 20 }, (_, i) => {
    const speaker = Math.floor(i / 20);
    const label = LABELS[i % 2] as string;
    const right = Math.floor((i % 20) / 2) < skill(speaker);
    const predicted = right ? label : (LABELS[1 - (i % 2)] as string);
    return { clip: `${i}`, speaker: `s${speaker}`, label, predicted, probabilities: [] };
  });
}

describe('bootstrapIntervals', () => {
  it('draws whole speakers: with two of them there are three values', () => {
    const { accuracy, uar, unit } = bootstrapIntervals(
      predictions(2, (speaker) => (speaker === 0 ? 2 : 8)),
      LABELS,
    );
    expect(unit).toBe('speaker');
    expect(accuracy.map((bound) => bound.toFixed(6))).toEqual(['0.200000', '0.800000']);
    expect(uar.map((bound) => bound.toFixed(6))).toEqual(['0.200000', '0.800000']);
  });

  it('has no width where all speakers are alike', () => {
    const { accuracy } = bootstrapIntervals(
      predictions(8, () => 6),
      LABELS,
    );
    expect(accuracy[1] - accuracy[0]).toBeCloseTo(0, 12);
    expect(accuracy[0]).toBeCloseTo(0.6, 12);
  });

  it("comes close to the normal interval of the speakers' mean", () => {
    const skill = (speaker: number) => 3 + (speaker % 5);
    const { accuracy } = bootstrapIntervals(predictions(50, skill), LABELS);
    // Deviation of the speakers' accuracy: sqrt(0.02); of the mean of 50: 0.02.
    expect(accuracy[0]).toBeCloseTo(0.5 - 1.96 * 0.02, 2);
    expect(accuracy[1]).toBeCloseTo(0.5 + 1.96 * 0.02, 2);
  });

  it('follows its seed, and takes clips where a speaker is not known', () => {
    const known = predictions(6, (speaker) => speaker);
    expect(bootstrapIntervals(known, LABELS, { seed: 3 })).toEqual(
      bootstrapIntervals(known, LABELS, { seed: 3 }),
    );
    const unknown = known.map(({ speaker: _, ...rest }) => rest);
    expect(bootstrapIntervals(unknown, LABELS).unit).toBe('clip');
  });

  it('takes clips of a single speaker, who alone would be drawn again and again', () => {
    const { unit, accuracy } = bootstrapIntervals(
      predictions(1, () => 6),
      LABELS,
    );
    expect(unit).toBe('clip');
    expect(accuracy[1]).toBeGreaterThan(accuracy[0]);
  });

  it('scores a resample that lacks a class by the others', () => {
    const one = predictions(2, () => 10).map((prediction, i) => ({
      ...prediction,
      label: i < 20 ? 'X' : 'Y',
      predicted: 'X',
    }));
    const { uar } = bootstrapIntervals(one, LABELS);
    expect(uar).toEqual([0, 1]);
  });

  it('takes a corpus in a fraction of a second', () => {
    const all = predictions(91, (speaker) => speaker % 10);
    const start = performance.now();
    bootstrapIntervals(all, LABELS, { resamples: 2000 });
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('pairedBootstrap', () => {
  const first = predictions(10, (speaker) => 2 + (speaker % 8));

  it('finds a small difference that all speakers share, where separate intervals overlap', () => {
    const second = predictions(10, (speaker) => 1 + (speaker % 8));
    const { accuracy, uar } = pairedBootstrap(first, second, LABELS);
    const [a, b] = [first, second].map((run) => bootstrapIntervals(run, LABELS).accuracy);
    expect(a?.[0]).toBeLessThan(b?.[1] as number);
    expect(accuracy.difference).toBeCloseTo(0.1, 12);
    expect(accuracy.interval[0]).toBeGreaterThan(0);
    expect(accuracy.firstBetter).toBe(1);
    expect(uar.difference).toBeCloseTo(0.1, 12);
  });

  it('is even between a run and itself, in whatever order the clips come', () => {
    const { accuracy } = pairedBootstrap(first, first.toReversed(), LABELS);
    expect(accuracy).toEqual({ difference: 0, interval: [0, 0], firstBetter: 0.5 });
  });

  it('turns its sign with the order of the runs', () => {
    const second = predictions(10, (speaker) => 3 * (speaker % 3));
    const there = pairedBootstrap(first, second, LABELS).uar;
    const back = pairedBootstrap(second, first, LABELS).uar;
    expect(there.difference).toBeCloseTo(-back.difference, 12);
    expect(there.interval[0]).toBeCloseTo(-back.interval[1], 12);
  });

  it('refuses runs on different clips', () => {
    expect(() => pairedBootstrap(first, first.slice(1), LABELS)).toThrow('0 (X) is not in both');
    expect(() => pairedBootstrap(first.slice(1), first, LABELS)).toThrow('199 clips against 200');
  });
});
