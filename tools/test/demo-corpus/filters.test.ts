import { Antiresonator, BandPass, Resonator } from '../../src/demo-corpus/filters.ts';

const SAMPLE_RATE = 16_000;

/** Gain at a frequency: the size of the impulse response's Fourier transform there. */
function gain(filter: { next(x: number): number }, frequency: number): number {
  const omega = (2 * Math.PI * frequency) / SAMPLE_RATE;
  let re = 0;
  let im = 0;
  for (let n = 0; n < 4000; n++) {
    const y = filter.next(n === 0 ? 1 : 0);
    re += y * Math.cos(omega * n);
    im -= y * Math.sin(omega * n);
  }
  return Math.hypot(re, im);
}

const tuned = <T extends { tune(f: number, b: number): void }>(
  filter: T,
  frequency: number,
  width: number,
) => {
  filter.tune(frequency, width);
  return filter;
};
const resonator = () => tuned(new Resonator(SAMPLE_RATE), 1000, 80);
const antiresonator = () => tuned(new Antiresonator(SAMPLE_RATE), 1000, 80);
const bandPass = () => tuned(new BandPass(SAMPLE_RATE), 3000, 500);

it('a resonator passes DC as it is and peaks at its centre, 3 dB down at half its width', () => {
  expect(gain(resonator(), 0)).toBeCloseTo(1, 6);
  const peak = gain(resonator(), 1000);
  expect(peak).toBeGreaterThan(5);
  expect(gain(resonator(), 1040) / peak).toBeCloseTo(Math.SQRT1_2, 1);
  expect(gain(resonator(), 960) / peak).toBeCloseTo(Math.SQRT1_2, 1);
});

it('an antiresonator undoes the resonator of the same tuning', () => {
  const pole = resonator();
  const zero = antiresonator();
  const output = [1, -0.5, 0.25, 0.7, 0, 0].map((x) => zero.next(pole.next(x)));
  [1, -0.5, 0.25, 0.7, 0, 0].forEach((x, n) => {
    expect(output[n]).toBeCloseTo(x, 12);
  });
});

it('a band-pass has gain 1 at its centre, 3 dB less at half its width, and none at 0 Hz', () => {
  expect(gain(bandPass(), 3000)).toBeCloseTo(1, 6);
  const [low, high] = [gain(bandPass(), 2750), gain(bandPass(), 3250)];
  expect(Math.hypot(low, high)).toBeCloseTo(1, 1);
  expect(gain(bandPass(), 0)).toBeCloseTo(0, 6);
});
