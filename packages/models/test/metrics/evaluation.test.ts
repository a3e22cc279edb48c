import { evaluationMetrics } from '../../src/metrics/evaluation.ts';

const labels = ['X', 'Y', 'Z'];
const speakers = [
  { speaker: '1', sex: 'female' },
  { speaker: '2', sex: 'male' },
];
/** Two clips of two segments each, one clip of one. */
const records = [
  { clip: 'a', segment: 0, label: 'X', ...speakers[0], level: 'HI', probabilities: [0.6, 0.4, 0] },
  { clip: 'a', segment: 1, label: 'X', ...speakers[0], level: 'HI', probabilities: [0.3, 0.6, 0.1] },
  { clip: 'b', segment: 0, label: 'Y', ...speakers[1], level: 'LO', probabilities: [0.1, 0.9, 0] },
  { clip: 'b', segment: 1, label: 'Y', ...speakers[1], level: 'LO', probabilities: [0.7, 0.3, 0] },
  { clip: 'c', segment: 0, label: 'X', ...speakers[1], level: 'LO', probabilities: [0.2, 0.8, 0] },
];

describe('evaluationMetrics', () => {
  const metrics = evaluationMetrics({ split: 'speaker', labels, records });

  it("has the keys of evaluation/metrics.json, the clips' figures first", () => {
    expect(metrics).toMatchObject({
      split: 'speaker',
      level: 'clip',
      count: 3,
      labels,
      // Clip a comes out as Y by a hair: 0.45 against 0.5.
      confusion: [
        [0, 2, 0],
        [0, 1, 0],
        [0, 0, 0],
      ],
      perClass: {
        X: { precision: 0, recall: 0, f1: 0, support: 2 },
        Y: { precision: 1 / 3, recall: 1, f1: 0.5, support: 1 },
        Z: { precision: null, recall: null, f1: null, support: 0 },
      },
    });
    expect(metrics.accuracy).toBeCloseTo(1 / 3, 12);
    expect(metrics.uar).toBeCloseTo(0.5, 12);
    expect(metrics.macroF1).toBeCloseTo(0.25, 12);
    expect(metrics.ece).toBeGreaterThan(0);
    expect(metrics.ci.unit).toBe('speaker');
    for (const [low, high] of [metrics.ci.uar, metrics.ci.accuracy]) expect(low).toBeLessThanOrEqual(high);
  });

  it('has the segments beside them', () => {
    expect(metrics.segment).toMatchObject({
      count: 5,
      labels,
      accuracy: 2 / 5,
      groups: { sex: { female: { count: 2 } } },
    });
    expect(metrics.segment.uar).toBeCloseTo((1 / 3 + 1 / 2) / 2, 12);
  });

  it('tells groups apart, by what the corpus knows', () => {
    expect(metrics.groups).toEqual({
      sex: {
        female: { count: 1, accuracy: 0, uar: 0 },
        male: { count: 2, accuracy: 0.5, uar: 0.5 },
      },
      level: {
        HI: { count: 1, accuracy: 0, uar: 0 },
        LO: { count: 2, accuracy: 0.5, uar: 0.5 },
      },
      speaker: {
        1: { count: 1, accuracy: 0, uar: 0 },
        2: { count: 2, accuracy: 0.5, uar: 0.5 },
      },
    });
  });

  it('survives JSON: no NaN, no infinity', () => {
    expect(JSON.parse(JSON.stringify(metrics))).toEqual(metrics);
  });

  it('is the same for the same seed and refuses to judge nothing', () => {
    expect(evaluationMetrics({ split: 'speaker', labels, records })).toEqual(metrics);
    expect(() => evaluationMetrics({ split: 'speaker', labels, records: [] })).toThrow('no clips');
  });
});
