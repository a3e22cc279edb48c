import { warmCosine } from '../../src/training/schedule.ts';

describe('warmCosine', () => {
  const parts = Array.from({ length: 1000 }, (_, step) => warmCosine(step, 1000));

  it('rises over a twentieth of the steps, then falls to next to nothing', () => {
    expect(parts[0]).toBeCloseTo(1 / 50, 5);
    expect(Math.max(...parts)).toBeGreaterThan(0.99);
    expect(parts.indexOf(Math.max(...parts))).toBe(49);
    expect(parts[500]).toBeCloseTo(0.5, 12);
    expect(parts[999]).toBeLessThan(1e-5);
    expect(parts.every((part, i) => i < 50 || part < (parts[i - 1] as number))).toBe(true);
  });

  it('stays between 0 and 1, past the end and over a single step too', () => {
    for (const [step, steps] of [
      [1200, 1000],
      [0, 1],
      [1, 1],
    ] as const) {
      expect(warmCosine(step, steps)).toBeGreaterThanOrEqual(0);
      expect(warmCosine(step, steps)).toBeLessThanOrEqual(1);
    }
  });
});
