import { EMOTIONS, type Emotion, eachDimension, type Prosody } from './prosody.ts';
import { randomFor } from './random.ts';

/** A made-up speaker: a body, habits, and a place to record in. */
export interface Speaker {
  /** '9001' and up, where CREMA-D's actors are 1001 and up. */
  id: string;
  sex: 'Female' | 'Male';
  /** Years. */
  age: number;
  /** Habitual mean F0 in Hz. */
  pitch: number;
  /** Formant frequencies against an adult man's: a shorter vocal tract has higher ones. */
  formantScale: number;
  /** What the neutral voice differs in from the average one. */
  habits: Prosody;
  /** How strongly each dimension takes part in this speaker's way to show an emotion; about 1. */
  manner: Record<Emotion, Prosody>;
  room: Room;
}

/** Where and how a speaker is recorded. */
export interface Room {
  /** Recording gain in dB. */
  gain: number;
  /** RMS of the background noise in dB of full scale. */
  noiseFloor: number;
  /** Brightness of the background noise, from 0 (rumble) to 1 (hiss). */
  noiseColour: number;
  /** Early reflections: delay in seconds, amplitude. */
  reflections: [delay: number, amplitude: number][];
  /** Corner frequency of the microphone's high end in Hz. */
  microphoneCorner: number;
}

/** Standard deviation of {@link Speaker.manner}: how differently two people show the same emotion. */
const MANNER_SPREAD = 0.25;

/** The speaker of this number, from 0; women and men take turns. */
export function makeSpeaker(seed: number, index: number): Speaker {
  const random = randomFor(seed, 'speaker', index);
  const sex = index % 2 === 0 ? 'Female' : 'Male';
  const semitones = random.normal(0, 2);
  const expressiveness = random.uniform(0.85, 1.2);
  return {
    id: String(9001 + index),
    sex,
    age: Math.floor(random.uniform(20, 75)),
    pitch: (sex === 'Female' ? 198 : 116) * 2 ** (semitones / 12),
    formantScale: random.normal(sex === 'Female' ? 1.15 : 1, 0.035),
    habits: eachDimension((_, { speakers }) => random.normal(0, speakers)),
    manner: Object.fromEntries(
      EMOTIONS.map((emotion) => [
        emotion,
        eachDimension(() => expressiveness * Math.max(-0.2, random.normal(1, MANNER_SPREAD))),
      ]),
    ) as Record<Emotion, Prosody>,
    room: {
      gain: random.normal(0, 1.5),
      noiseFloor: random.uniform(-62, -54),
      noiseColour: random.uniform(0.02, 0.3),
      reflections: [0, 1, 2, 3].map((echo) => [
        random.uniform(0.003, 0.01) * (echo + 1),
        random.uniform(0.04, 0.28) * 0.75 ** echo * (random.chance(0.5) ? 1 : -1),
      ]),
      microphoneCorner: random.uniform(4500, 9000),
    },
  };
}
