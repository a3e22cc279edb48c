import type { FeatureStore, Split } from '@ser/dataset';
import { rowsOfSides } from '../src/sides.ts';

const store = {
  rows: [
    { clip: 'a', segment: 0 },
    { clip: 'a', segment: 1 },
    { clip: 'b', segment: 0 },
    { clip: 'c', segment: 0 },
    { clip: 'd', segment: 0 },
  ],
} as unknown as FeatureStore;

const split = (sides: Partial<Split>) =>
  ({ kind: 'speaker', train: [], validation: [], test: [], ...sides }) as unknown as Split;

describe('rowsOfSides', () => {
  it('gives a clip’s segments to its side, and those of no side to none', () => {
    expect(rowsOfSides(store, split({ train: ['a'], validation: ['c'], test: ['b'] }))).toEqual({
      train: [0, 1],
      validation: [3],
      test: [2],
    });
  });

  it('deals a split by segment out segment by segment', () => {
    const sides = split({
      kind: 'segment',
      train: ['a#0', 'b#0'],
      validation: ['c#0'],
      test: ['a#1', 'd#0'],
    });
    expect(rowsOfSides(store, sides)).toEqual({ train: [0, 2], validation: [3], test: [1, 4] });
  });
});
