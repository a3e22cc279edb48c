import { trackPitch } from '../src/index.ts';
import { noise, tone } from './support/signals.ts';

const RATE = 4000;

/** A voice's source: harmonics that fall by 6 dB an octave, all below half the rate. */
function voice(f0: (t: number) => number, seconds = 1, rate = RATE): Float32Array {
  let phase = 0;
  return Float32Array.from({ length: seconds * rate }, (_, i) => {
    const frequency = f0(i / rate);
    phase += (2 * Math.PI * frequency) / rate;
    let sum = 0;
    for (let k = 1; k * frequency < 0.45 * rate; k++) sum += Math.sin(k * phase) / k;
    return 0.2 * sum;
  });
}

describe('trackPitch', () => {
  it.each([65, 80, 110, 147, 200, 233, 310, 400, 480])('finds %d Hz within 1%, in every frame', (f0) => {
    const track = trackPitch(
      voice(() => f0),
      RATE,
    );
    expect(track.length).toBeGreaterThan(40);
    for (const pitch of track) expect(Math.abs(pitch / f0 - 1)).toBeLessThan(0.01);
  });

  it('finds the pitch of a voice without its fundamental', () => {
    const harmonics = [2, 3, 4].map((k) => tone(RATE, k * 120, RATE));
    const missing = Float32Array.from({ length: RATE }, (_, i) => harmonics.reduce((s, h) => s + h[i]!, 0));
    for (const pitch of trackPitch(missing, RATE)) expect(pitch).toBeCloseTo(120, -0.5);
  });

  it('follows a glide', () => {
    const track = trackPitch(
      voice((t) => 120 + 120 * t),
      RATE,
    );
    track.forEach((pitch, i) => {
      // The middle of what the frame compares.
      const f0 = 120 + 120 * (0.02 * i + 0.012);
      expect(Math.abs(pitch / f0 - 1)).toBeLessThan(0.03);
    });
  });

  it('gives the same at other rates, and for any loudness and offset', () => {
    const samples = voice(() => 190, 0.3, 16_000);
    for (const pitch of trackPitch(samples, 16_000)) expect(pitch).toBeCloseTo(190, 0);
    const other = trackPitch(
      samples.map((x) => 0.25 * x + 0.125),
      16_000,
    );
    for (const pitch of other) expect(pitch).toBeCloseTo(190, 0);
  });

  it('calls noise, silence, a constant and what is 30 dB fainter than the loudest unvoiced', () => {
    expect(trackPitch(noise(RATE), RATE).filter((pitch) => pitch > 0).length).toBeLessThan(3);
    expect([...new Set(trackPitch(new Float32Array(RATE), RATE))]).toEqual([0]);
    expect([...new Set(trackPitch(new Float32Array(RATE).fill(0.5), RATE))]).toEqual([0]);
    const faint = voice(() => 150).map((x, i) => (i < RATE / 2 ? x : x / 40));
    const track = trackPitch(faint, RATE);
    expect(track.slice(0, 20).every((pitch) => pitch > 0)).toBe(true);
    expect(track.slice(26).every((pitch) => pitch === 0)).toBe(true);
  });

  it('has no frame in a clip that is shorter than one', () => {
    expect(trackPitch(new Float32Array(0), RATE)).toHaveLength(0);
    expect(trackPitch(new Float32Array(134), RATE)).toHaveLength(0);
    expect(trackPitch(new Float32Array(135), RATE)).toHaveLength(1);
  });

  it('names the option or sample at fault', () => {
    const samples = new Float32Array(RATE);
    expect(() => trackPitch(samples, 0)).toThrow('sampleRate is 0');
    expect(() => trackPitch(samples, RATE, { fMin: 0 })).toThrow('fMin is 0');
    expect(() => trackPitch(samples, RATE, { fMin: 600 })).toThrow('fMax is 500');
    expect(() => trackPitch(samples, RATE, { fMax: 1001 })).toThrow('a quarter of the rate');
    expect(() => trackPitch(samples, RATE, { hopSeconds: 0 })).toThrow('hopSeconds is 0');
    expect(() => trackPitch(samples.fill(Number.NaN, 5, 6), RATE)).toThrow('Sample 5 of clip 0 is NaN');
  });
});
