import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type Augmentation, disturbSegment, mixBatch } from '../../src/training/augmentation.ts';

const NOTHING: Augmentation = {
  bandShift: 0,
  timeMasks: { count: 0, frames: 0 },
  bandMasks: { count: 0, bands: 0 },
  mixup: 0,
};
const shape = { frames: 10, width: 6 };
const counting = (frames: number) => Float32Array.from({ length: frames * 6 }, (_, i) => i + 1);

function disturb(segment: Float32Array, augmentation: Partial<Augmentation>, seed: number): number[][] {
  const target = new Float32Array(60);
  disturbSegment(target, segment, shape, { ...NOTHING, ...augmentation }, xoroshiro128plus(seed));
  return Array.from({ length: 10 }, (_, frame) => Array.from(target.subarray(frame * 6, frame * 6 + 6)));
}
const seeds = Array.from({ length: 200 }, (_, i) => i);
const isZero = (values: number[]) => values.every((value) => value === 0);

describe('disturbSegment', () => {
  it('puts a short segment anywhere, whole', () => {
    const places = new Set<number>();
    for (const seed of seeds) {
      const rows = disturb(counting(7), {}, seed);
      const first = rows.findIndex((row) => !isZero(row));
      expect(rows.slice(first, first + 7).flat()).toEqual([...counting(7)]);
      expect(rows.filter(isZero)).toHaveLength(3);
      places.add(first);
    }
    expect([...places].sort()).toEqual([0, 1, 2, 3]);
  });

  it('moves the spectrum up and down, and repeats its ends', () => {
    const found = new Set(seeds.map((seed) => disturb(counting(10), { bandShift: 2 }, seed)[0]?.join()));
    expect([...found].sort()).toEqual([
      '1,1,1,2,3,4',
      '1,1,2,3,4,5',
      '1,2,3,4,5,6',
      '2,3,4,5,6,6',
      '3,4,5,6,6,6',
    ]);
  });

  it('masks no more frames and bands than it may', () => {
    const sizes = { time: new Set<number>(), band: new Set<number>() };
    for (const seed of seeds) {
      const byTime = disturb(counting(10), { timeMasks: { count: 1, frames: 3 } }, seed);
      sizes.time.add(byTime.filter(isZero).length);
      const byBand = disturb(counting(10), { bandMasks: { count: 1, bands: 2 } }, seed);
      const masked = byBand[0]?.map((value) => value === 0);
      for (const row of byBand) expect(row.map((value) => value === 0)).toEqual(masked);
      sizes.band.add(masked?.filter(Boolean).length as number);
    }
    expect([...sizes.time].sort()).toEqual([0, 1, 2, 3]);
    expect([...sizes.band].sort()).toEqual([0, 1, 2]);
  });

  it('draws the same from the same seed', () => {
    const augmentation = { bandShift: 2, timeMasks: { count: 2, frames: 4 } };
    expect(disturb(counting(7), augmentation, 5)).toEqual(disturb(counting(7), augmentation, 5));
  });
});

describe('mixBatch', () => {
  const values = () => Float32Array.of(0, 0, 10, 20, 100, 200);
  const targets = () => Float32Array.of(1, 0, 0, 1, 0, 1);

  it('mixes pairs and their targets by the same share, each with the larger part its own', () => {
    const shares: number[] = [];
    for (const seed of seeds) {
      const [mixed, probabilities] = [values(), targets()];
      mixBatch(mixed, probabilities, 3, 0.3, xoroshiro128plus(seed));
      const own = probabilities[0] as number;
      expect(own).toBeGreaterThanOrEqual(0.5);
      expect(probabilities[1]).toBeCloseTo(1 - own, 6);
      expect(mixed[0]).toBeCloseTo((1 - own) * 100, 4);
      expect(mixed[1]).toBeCloseTo((1 - own) * 200, 4);
      expect(mixed[4]).toBeCloseTo(own * 100, 4);
      expect([...mixed.subarray(2, 4)]).toEqual([10, 20]);
      shares.push(own);
    }
    // Beta(0.3, 0.3) has E|x - 1/2| = 0.348 or so: most pairs are hardly mixed.
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(mean).toBeGreaterThan(0.78);
    expect(mean).toBeLessThan(0.92);
  });
});
