import type { Prosody } from './prosody.ts';
import type { Random } from './random.ts';
import type { Score } from './score.ts';
import { FRAME_SECONDS, smooth } from './tracks.ts';

/** What the vocal folds are told, a value a frame. */
export interface PitchTracks {
  /** F0 in Hz, before jitter. */
  frequency: Float64Array;
  /** Creak, from 0 to 1. */
  creak: Float64Array;
}

const LIMITS = { lowest: 55, highest: 550 };
/** F0 excursion of an accent in the average neutral voice, in semitones. */
const ACCENT_SEMITONES = 3;

/**
 * F0 as a sum in semitones: a line that declines over the phrase, a bump per accent, a movement at the end, a slow
 * wander, and tremor. `contour` leans all of it downwards or upwards.
 */
export function pitchTracks(
  frames: number,
  speakerPitch: number,
  score: Score,
  voice: Prosody,
  random: Random,
): PitchTracks {
  const [start, end] = score.speech;
  const excursion = ACCENT_SEMITONES * 2 ** voice.range;
  const accents = score.accents.map(({ time, seconds, stress }) => ({
    // A rising accent peaks late in its vowel, a falling one early.
    time: time + 0.2 * voice.contour * seconds,
    width: Math.max(0.12, seconds),
    height: excursion * (stress === 1 ? 1 : 0.5) * Math.exp(random.normal(0, 0.35)),
  }));
  const declination = excursion * (0.6 - 0.8 * voice.contour);
  const ending = excursion * (voice.contour < 0 ? 1.1 : 1.6) * voice.contour;
  const endingSeconds = Math.min(0.35, 0.35 * (end - start));
  const tremorRate = random.uniform(5, 7.5);
  const tremorPhase = random.uniform(0, 2 * Math.PI);
  const wander = smooth(
    Float64Array.from({ length: frames }, () => random.normal(0, 1.5)),
    8,
  );

  const frequency = new Float64Array(frames);
  const creak = new Float64Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    const time = (frame + 0.5) * FRAME_SECONDS;
    const progress = Math.min(1, Math.max(0, (time - start) / (end - start)));
    const ended = Math.min(1, Math.max(0, 1 - (end - time) / endingSeconds));
    let semitones = voice.pitch + declination * (0.5 - progress) + ending * ended;
    for (const accent of accents) semitones += accent.height * bump((time - accent.time) / accent.width);
    semitones +=
      (wander[frame] as number) + voice.tremor * Math.sin(2 * Math.PI * tremorRate * time + tremorPhase);
    creak[frame] = voice.creak * Math.min(1, Math.max(0, 2.5 * progress - 1));
    const sounding = speakerPitch * 2 ** (semitones / 12) * (1 - 0.3 * (creak[frame] as number));
    frequency[frame] = Math.min(LIMITS.highest, Math.max(LIMITS.lowest, sounding));
  }
  return { frequency, creak };
}

/** A raised cosine of height 1 from -1 to 1. */
const bump = (x: number) => (Math.abs(x) < 1 ? 0.5 + 0.5 * Math.cos(Math.PI * x) : 0);
