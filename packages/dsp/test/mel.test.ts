import { type MelOptions, melFilterBank, resolveMel } from '../src/index.ts';

// Librosa's own filters are among the golden cases; these are the corners.
const filters = (options: MelOptions, sampleRate = 22_050) => melFilterBank(resolveMel(options, sampleRate));

describe('melFilterBank', () => {
  it('stays within fMin and fMax', () => {
    const { starts, lengths } = filters({ fftSize: 512, melBands: 20, fMin: 300, fMax: 3000 }, 8000);
    const hzPerBin = 8000 / 512;
    expect(starts[0]! * hzPerBin).toBeGreaterThan(300);
    expect((starts[19]! + lengths[19]! - 1) * hzPerBin).toBeLessThan(3000);
  });

  it('has unit peaks without normalisation, unit area with it', () => {
    const plain = filters({ fftSize: 2 ** 15, melBands: 8, norm: null });
    expect(plain.weights.reduce((a, b) => Math.max(a, b))).toBeCloseTo(1, 2);
    const { lengths, weights } = filters({ fftSize: 2 ** 15, melBands: 8 });
    let used = 0;
    for (const length of lengths) {
      const area = weights.subarray(used, used + length).reduce((a, b) => a + b) * (22_050 / 2 ** 15);
      expect(area).toBeCloseTo(1, 3);
      used += length;
    }
  });

  it('leaves a band empty that meets no bin, as librosa does', () => {
    const { bands, lengths, weights } = filters({ fftSize: 64, melBands: 128 });
    expect(bands).toBe(128);
    expect(lengths.filter((length) => length === 0).length).toBeGreaterThan(50);
    expect(weights).toHaveLength(lengths.reduce((a, b) => a + b));
  });

  it('works with an odd FFT size', () => {
    const { bins, starts, lengths } = filters({ fftSize: 1023, melBands: 40 });
    expect(bins).toBe(512);
    expect(starts[39]! + lengths[39]!).toBeLessThanOrEqual(bins);
  });
});
