import { aggregateClips, argMax, predictLabels } from '../../src/metrics/prediction.ts';

describe('argMax', () => {
  it('takes the first of equal values', () => {
    expect(argMax([0.2, 0.4, 0.4])).toBe(1);
  });
});

describe('aggregateClips', () => {
  it("averages a clip's segments and keeps what is known of it", () => {
    const known = { clip: 'a', label: 'X', speaker: 's', sex: 'female', level: 'HI', sentence: 'DFA' };
    const records = [
      { ...known, segment: 0, probabilities: [0.9, 0.1] },
      { clip: 'b', label: 'Y', segment: 0, probabilities: Float32Array.of(0.25, 0.75) },
      { ...known, segment: 1, probabilities: [0.4, 0.6] },
    ];
    const clips = aggregateClips(records);
    expect(clips).toEqual([
      { ...known, probabilities: [expect.closeTo(0.65), expect.closeTo(0.35)] },
      { clip: 'b', label: 'Y', probabilities: [0.25, 0.75] },
    ]);
  });

  it('refuses a clip with two labels', () => {
    const records = ['X', 'Y'].map((label) => ({ clip: 'a', label, probabilities: [1, 0] }));
    expect(() => aggregateClips(records)).toThrow('clip a is labelled both X and Y');
  });
});

describe('predictLabels', () => {
  const labels = ['X', 'Y'];

  it('names the most probable label', () => {
    expect(predictLabels([{ clip: 'a', label: 'X', probabilities: [0.3, 0.7] }], labels)).toEqual([
      { clip: 'a', label: 'X', probabilities: [0.3, 0.7], predicted: 'Y' },
    ]);
  });

  it.each([
    [{ clip: 'a', label: 'Z', probabilities: [0.5, 0.5] }, 'clip a is labelled Z'],
    [{ clip: 'a', label: 'X', probabilities: [1] }, '1 probabilities for 2 labels'],
    [{ clip: 'a', label: 'X', probabilities: [Number.NaN, 1] }, 'not a finite number'],
  ])('refuses what does not fit the labels: %j', (record, message) => {
    expect(() => predictLabels([record], labels)).toThrow(message);
  });
});
