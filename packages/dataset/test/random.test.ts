import fc from 'fast-check';
import { seededRandom } from '../src/random.ts';

it('draws the same for the same seed', () => {
  const draws = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 10 }, () => random.below(1000));
  };
  expect(draws(1)).toEqual(draws(1));
  expect(draws(1)).not.toEqual(draws(2));
});

it('shuffles without losing anything or touching what it is given', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (items, seed) => {
      const before = [...items];
      const shuffled = seededRandom(seed).shuffle(items);
      expect(items).toEqual(before);
      expect(shuffled.sort()).toEqual(before.sort());
    }),
  );
});

it('begins otherwise for neighbouring seeds', () => {
  const firsts = Array.from({ length: 100 }, (_, seed) => seededRandom(seed).below(1_000_000));
  const steps = firsts.slice(1).map((first, i) => Math.abs(first - (firsts[i] ?? 0)));
  expect(new Set(firsts).size).toBeGreaterThan(95);
  expect(Math.max(...steps)).toBeGreaterThan(500_000);
});

it.each([0.5, Number.NaN, 2 ** 31, -(2 ** 31) - 1])('refuses the seed %p', (seed) => {
  expect(() => seededRandom(seed)).toThrow(/seed: .* is not a whole number between/);
});
