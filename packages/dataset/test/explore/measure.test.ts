import { createJsExtractor } from '@ser/dsp';
import type { DecodedAudio } from '../../src/audio/index.ts';
import { measureClip } from '../../src/explore/measure.ts';

const RATE = 16_000;
const extractor = createJsExtractor();
const measure = (samples: Float32Array, sampleRate = RATE) => {
  const audio: DecodedAudio = {
    samples,
    sampleRate,
    channels: 1,
    seconds: samples.length / sampleRate,
    format: 'wav',
  };
  return measureClip(audio, extractor);
};
const sine = (amplitude: number, hz: number, seconds = 1, rate = RATE) =>
  Float32Array.from(
    { length: seconds * rate },
    (_, t) => amplitude * Math.sin((2 * Math.PI * hz * (t + 0.5)) / rate),
  );

describe('measureClip', () => {
  it('gives the level of a sine as its RMS and its pitch as its frequency, at any rate', async () => {
    for (const rate of [8000, 16_000, 22_050, 44_100]) {
      const { loudness, pitch, clippedSamples } = await measure(sine(0.1, 200, 1, rate), rate);
      expect(loudness).toBeCloseTo(20 * Math.log10(0.1 / Math.SQRT2), 1);
      expect(pitch).toBeCloseTo(200, 0);
      expect(clippedSamples).toBe(0);
    }
  });

  it('finds no pitch at rates too low for one', async () => {
    expect(await measure(sine(0.1, 200, 1, 1600), 1600)).not.toHaveProperty('pitch');
  });

  it('takes the level of the speech alone, not of the pauses', async () => {
    const withPause = new Float32Array(3 * RATE);
    withPause.set(sine(0.1, 200), RATE);
    expect((await measure(withPause)).loudness).toBeCloseTo((await measure(sine(0.1, 200))).loudness!, 3);
  });

  it('finds neither level nor pitch in silence, and no pitch in a click', async () => {
    expect(await measure(new Float32Array(RATE))).toEqual({ clippedSamples: 0 });
    expect(await measure(sine(0.001, 200))).toEqual({ clippedSamples: 0 });
    expect(await measure(new Float32Array(0))).toEqual({ clippedSamples: 0 });
    const click = new Float32Array(RATE).fill(0.5, 8000, 8010);
    expect(await measure(click)).toEqual({ loudness: expect.any(Number), clippedSamples: 0 });
  });

  it('counts samples that stay at full scale, not peaks that touch it', async () => {
    const touching = sine(0.5, 200);
    touching.fill(1, 100, 102);
    expect((await measure(touching)).clippedSamples).toBe(0);
    touching.fill(-1, 200, 203);
    touching.fill(1, RATE - 4);
    expect((await measure(touching)).clippedSamples).toBe(7);
  });
});
