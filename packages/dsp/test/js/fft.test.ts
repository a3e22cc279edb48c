import fc from 'fast-check';
import { createRealFft } from '../../src/js/fft.ts';
import { noise } from '../support/signals.ts';

const sizes = fc.integer({ min: 1, max: 300 });

describe('createRealFft', () => {
  it('is the discrete Fourier transform, whatever the size', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1 }), (size, seed) => {
        const input = Float64Array.from(noise(size, seed));
        const spectrum = transform(input);
        const expected = naiveDft(input);
        expect(spectrum).toHaveLength(expected.length);
        expect(largestDifference(spectrum, expected)).toBeLessThan(1e-11);
      }),
      { numRuns: 60 },
    );
  });

  it.each([512, 1024, 2048, 400, 1200, 1999])('is as exact at size %i', (size) => {
    const input = Float64Array.from(noise(size));
    expect(largestDifference(transform(input), naiveDft(input))).toBeLessThan(1e-10);
  });

  it('keeps the energy (Parseval)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1 }), (size, seed) => {
        const input = Float64Array.from(noise(size, seed));
        const spectrum = transform(input);
        let energy = 0;
        for (let k = 0; k < spectrum.length / 2; k++) {
          // All bins but the first and, at even sizes, the last stand for two.
          const times = k === 0 || 2 * k === size ? 1 : 2;
          energy += (times * (spectrum[2 * k]! ** 2 + spectrum[2 * k + 1]! ** 2)) / size;
        }
        const expected = input.reduce((sum, x) => sum + x * x, 0);
        expect(Math.abs(energy / expected - 1)).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it('is linear, and gives the same answer twice', () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: -2, max: 2, noNaN: true }), (size, factor) => {
        const fft = createRealFft(size);
        const run = (input: Float64Array) => {
          const spectrum = new Float64Array(2 * fft.bins);
          fft.transform(input, spectrum);
          return spectrum;
        };
        const a = Float64Array.from(noise(size, 1));
        const b = Float64Array.from(noise(size, 2));
        const sum = run(a.map((x, i) => x + factor * b[i]!));
        const spectrumOfB = run(b);
        const apart = run(a).map((x, i) => x + factor * spectrumOfB[i]!);
        expect(largestDifference(sum, apart)).toBeLessThan(1e-11);
        expect(run(a)).toEqual(run(a));
      }),
      { numRuns: 20 },
    );
  });
});

function transform(input: Float64Array): Float64Array {
  const fft = createRealFft(input.length);
  const spectrum = new Float64Array(2 * fft.bins);
  fft.transform(input, spectrum);
  return spectrum;
}

function naiveDft(input: Float64Array): Float64Array {
  const size = input.length;
  const cos = Float64Array.from(input, (_, n) => Math.cos((2 * Math.PI * n) / size));
  const sin = Float64Array.from(input, (_, n) => Math.sin((2 * Math.PI * n) / size));
  const spectrum = new Float64Array(2 * (Math.floor(size / 2) + 1));
  for (let k = 0; k < spectrum.length / 2; k++) {
    for (let n = 0; n < size; n++) {
      spectrum[2 * k]! += input[n]! * cos[(k * n) % size]!;
      spectrum[2 * k + 1]! -= input[n]! * sin[(k * n) % size]!;
    }
  }
  return spectrum;
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}
