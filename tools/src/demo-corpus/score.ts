import { type Formants, type Obstruent, PHONEMES, type Phoneme, type Turbulence } from './phonemes.ts';
import type { Prosody } from './prosody.ts';
import type { Random } from './random.ts';
import type { Sentence, Sound } from './sentences.ts';

/** A stretch of time in which the mouth holds one position. */
export interface Gesture {
  seconds: number;
  /** Formant targets of an adult man, in Hz. */
  formants: Formants;
  /** Amplitudes from 0 to 1 of the voice, of breath through an open glottis, and of nasal resonance. */
  voicing: number;
  aspiration: number;
  nasality: number;
  turbulence?: Turbulence;
  /** Stress of the syllable, from 0 to 1. */
  stress: number;
}

/** A stressed syllable, for the pitch to mark. */
export interface Accent {
  /** Middle of its vowel, from the clip's start, and the vowel's length, in seconds. */
  time: number;
  seconds: number;
  stress: 1 | 2;
}

/** What the mouth does, from the first silent moment of a clip to the last. */
export interface Score {
  gestures: Gesture[];
  accents: Accent[];
  /** Where speech begins and ends in the clip, in seconds. */
  speech: [start: number, end: number];
}

/** Shortest and longest clip, in seconds. */
const CLIP_SECONDS = { shortest: 1.3, longest: 3.5 };
const SCHWA: Formants = [500, 1450, 2500];
const SILENT = { voicing: 0, aspiration: 0, nasality: 0, stress: 0 };
/** How much quicker an everyday sentence is than one read out for Klatt's table of durations. */
const TEMPO = 1.15;
const BURST_SECONDS = 0.01;

/** Lays a sentence out in time, as this voice says it. */
export function writeScore(sentence: Sentence, voice: Prosody, random: Random): Score {
  const lead = random.uniform(0.15, 0.4);
  const trail = random.uniform(0.2, 0.5);
  const { sounds } = sentence;
  const spoken = sounds.map((sound, index): Gesture[] => {
    const gestures = gesturesOf(sounds, index, voice, random);
    const paused = index > 0 && sound.wordStart && random.chance(voice.pauses);
    return paused ? [pause(random.uniform(0.08, 0.3), gestures[0]), ...gestures] : gestures;
  });
  const length = total(spoken.flat());
  const scale = Math.min(1, (CLIP_SECONDS.longest - lead - trail) / length);
  for (const gesture of spoken.flat()) gesture.seconds *= scale;

  const end = lead + length * scale;
  const silence = Math.max(trail, CLIP_SECONDS.shortest - end);
  const accents: Accent[] = [];
  let time = lead;
  spoken.forEach((gestures, index) => {
    time += total(gestures);
    const stress = sounds[index]?.stress;
    const seconds = total(gestures.filter(({ voicing }) => voicing > 0));
    if (stress) accents.push({ time: time - seconds / 2, seconds, stress });
  });
  return {
    gestures: [pause(lead, spoken[0]?.[0]), ...spoken.flat(), pause(silence, spoken.at(-1)?.at(-1))],
    accents,
    speech: [lead, end],
  };
}

const total = (gestures: Gesture[]) => gestures.reduce((sum, { seconds }) => sum + seconds, 0);

/** Silence with the mouth already (or still) where its neighbour has it. */
const pause = (seconds: number, neighbour?: Gesture): Gesture => ({
  ...SILENT,
  seconds,
  formants: neighbour?.formants ?? SCHWA,
});

function gesturesOf(sounds: Sound[], index: number, voice: Prosody, random: Random): Gesture[] {
  const { phoneme: name, stress } = sounds[index] as Sound;
  const phoneme: Phoneme = PHONEMES[name];
  const seconds = (phoneme.ms / 1000 / TEMPO) * lengthening(sounds, index, voice) * random.normal(1, 0.07);
  if (phoneme.kind === 'vowel') {
    const emphasis = stress === 1 ? 1 : stress === 2 ? 0.5 : 0;
    const gesture = { ...SILENT, voicing: 1, stress: emphasis };
    const reach = 0.88 + 0.14 * voice.precision + 0.1 * emphasis;
    const formants = between(SCHWA, phoneme.formants, reach);
    if (!phoneme.glide) return [{ ...gesture, seconds, formants }];
    return [
      { ...gesture, seconds: seconds * 0.5, formants },
      { ...gesture, seconds: seconds * 0.5, formants: between(SCHWA, phoneme.glide, reach) },
    ];
  }
  if (phoneme.kind === 'sonorant') {
    const nasality = phoneme.nasal ? 1 : 0;
    return [{ ...SILENT, seconds, formants: phoneme.formants, voicing: 0.6, nasality }];
  }
  return obstruentGestures(phoneme, seconds, sounds, index);
}

function obstruentGestures(phoneme: Obstruent, seconds: number, sounds: Sound[], index: number): Gesture[] {
  const vowel = sounds.slice(index + 1).map((sound): Phoneme => PHONEMES[sound.phoneme])[0];
  const formants =
    vowel?.kind === 'vowel' ? between(phoneme.formants, vowel.formants, phoneme.lean) : phoneme.formants;
  const held = { ...SILENT, formants, turbulence: phoneme.turbulence };
  const closure = { ...SILENT, formants, voicing: phoneme.voiced ? 0.12 : 0 };
  switch (phoneme.kind) {
    case 'aspirate':
      return [{ ...held, seconds, voicing: 0.1, aspiration: 1 }];
    case 'fricative':
      return [{ ...held, seconds, voicing: phoneme.voiced ? 0.35 : 0 }];
    case 'affricate':
      return [
        { ...closure, seconds: seconds * 0.5 },
        { ...held, seconds: seconds * 0.5, voicing: phoneme.voiced ? 0.2 : 0 },
      ];
    case 'stop': {
      const opening = { ...SILENT, formants: vowel ? formants : SCHWA };
      const [delay, aspiration] = voiceOnset(phoneme, sounds, index);
      return [
        { ...closure, seconds: Math.max(0.02, seconds - BURST_SECONDS) },
        { ...held, seconds: BURST_SECONDS },
        { ...opening, seconds: delay, aspiration },
      ];
    }
  }
}

/** Seconds from a stop's burst to the voice, and how strongly they are aspirated. */
function voiceOnset(stop: Obstruent, sounds: Sound[], index: number): [seconds: number, aspiration: number] {
  if (stop.voiced) return [0.005, 0.2];
  if (sounds[index - 1]?.phoneme === 'S') return [0.01, 0.3];
  const next = sounds[index + 1];
  if (!next) return [0.04, 0.25];
  return next.stress === 0 ? [0.02, 0.5] : [0.045, 0.8];
}

/**
 * How much longer than its inherent length a sound lasts: rate stretches vowels more than consonants, unstressed
 * vowels are short, and the last syllable of a phrase is long.
 */
function lengthening(sounds: Sound[], index: number, voice: Prosody): number {
  const { phoneme, stress } = sounds[index] as Sound;
  const isVowel = (sound: Sound) => PHONEMES[sound.phoneme].kind === 'vowel';
  const final = sounds.findLastIndex(isVowel) <= index ? 1.3 : 1;
  if (PHONEMES[phoneme].kind !== 'vowel') return final * 2 ** (-voice.rate * 0.7);
  const stressed = stress === 0 && phoneme !== 'AX' ? 0.65 : 1;
  return final * stressed * 2 ** -voice.rate;
}

/** Formants on the way from one position (0) to another (1), or beyond. */
function between(from: Formants, to: Formants, share: number): Formants {
  const at = (k: 0 | 1 | 2) => from[k] + share * (to[k] - from[k]);
  return [at(0), at(1), at(2)];
}
