import { deriveSeed } from '../src/seed.ts';

describe('deriveSeed', () => {
  it('gives the same 32-bit integer for the same pair', () => {
    expect(deriveSeed(7, 'conv1/kernel')).toBe(deriveSeed(7, 'conv1/kernel'));
    const seeds = [deriveSeed(0, ''), deriveSeed(-3, 'a'), deriveSeed(2 ** 31, 'ü')];
    for (const seed of seeds) {
      expect(Number.isInteger(seed)).toBe(true);
      expect(seed).toBeGreaterThanOrEqual(0);
      expect(seed).toBeLessThan(2 ** 32);
    }
  });

  it('tells seeds, names and steps apart', () => {
    const seeds = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      for (let step = 0; step < 500; step++) seeds.add(deriveSeed(seed, `dropout/${step}`));
    }
    expect(seeds.size).toBe(10_000);
  });
});
