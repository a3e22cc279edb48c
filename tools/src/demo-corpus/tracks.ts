import type { Prosody } from './prosody.ts';
import type { Gesture } from './score.ts';

/** Control parameters change every 5 ms. */
export const FRAME_SECONDS = 0.005;

/** The synthesizer's control parameters, a value a frame. */
export interface Tracks {
  frames: number;
  /** F1, F2, F3 in Hz, of an adult man. */
  formants: [Float64Array, Float64Array, Float64Array];
  voicing: Float64Array;
  aspiration: Float64Array;
  nasality: Float64Array;
  stress: Float64Array;
  /** Turbulence: amplitude of its band and of the noise beside it, centre and width of the band in Hz. */
  band: Float64Array;
  flat: Float64Array;
  noiseFrequency: Float64Array;
  noiseBandwidth: Float64Array;
}

/** Turns held positions into movements: the mouth takes time from one to the next, and more of it when slurring. */
export function trackGestures(gestures: Gesture[], voice: Prosody): Tracks {
  const ends: number[] = [];
  for (const { seconds } of gestures) ends.push((ends.at(-1) ?? 0) + seconds);
  const frames = Math.round((ends.at(-1) ?? 0) / FRAME_SECONDS);

  /** A value a frame, smoothed over `radius` frames to either side, twice. */
  const track = (value: (gesture: Gesture) => number, radius: number) => {
    const values = new Float64Array(frames);
    for (let frame = 0, at = 0; frame < frames; frame++) {
      while (at < gestures.length - 1 && (frame + 0.5) * FRAME_SECONDS > (ends[at] as number)) at++;
      values[frame] = value(gestures[at] as Gesture);
    }
    return smooth(smooth(values, radius), radius);
  };
  const mouth = Math.round(4 - 1.5 * voice.precision);
  return {
    frames,
    formants: [
      track(({ formants }) => formants[0], mouth),
      track(({ formants }) => formants[1], mouth),
      track(({ formants }) => formants[2], mouth),
    ],
    voicing: track(({ voicing }) => voicing, 2),
    aspiration: track(({ aspiration }) => aspiration, 1),
    nasality: track(({ nasality }) => nasality, 3),
    stress: track(({ stress }) => stress, 6),
    band: track(({ turbulence }) => turbulence?.band ?? 0, 1),
    flat: track(({ turbulence }) => turbulence?.flat ?? 0, 1),
    noiseFrequency: track(({ turbulence }) => turbulence?.frequency ?? 4000, 1),
    noiseBandwidth: track(({ turbulence }) => turbulence?.bandwidth ?? 3000, 1),
  };
}

/** Moving average over 2 × radius + 1 values; the ends count on beyond the edges. */
export function smooth(values: Float64Array, radius: number): Float64Array {
  const width = 2 * radius + 1;
  const padded = new Float64Array(values.length + width - 1);
  padded.fill(values[0] ?? 0, 0, radius);
  padded.set(values, radius);
  padded.fill(values.at(-1) ?? 0, radius + values.length);
  return values.map((_, at) => {
    let sum = 0;
    for (let k = at; k < at + width; k++) sum += padded[k] as number;
    return sum / width;
  });
}
