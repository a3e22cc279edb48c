/**
 * How the voice of each emotion differs from the same speaker's neutral one: the demo corpus's ground truth.
 *
 * The directions follow the literature; the amounts are ours, chosen so that emotions can be told apart by most
 * takes and not by all.
 * - I. R. Murray & J. L. Arnott, "Toward the simulation of emotion in synthetic speech", JASA 93 (1993): rate, pitch
 *   average, range and changes, intensity, voice quality, articulation.
 * - R. Banse & K. R. Scherer, "Acoustic profiles in vocal emotion expression", J. Pers. Soc. Psychol. 70 (1996): F0,
 *   energy, share of high-frequency energy.
 * - K. R. Scherer, "Vocal communication of emotion: A review of research paradigms", Speech Communication 40 (2003).
 * - P. N. Juslin & P. Laukka, "Communication of emotions in vocal expression and music performance", Psychol. Bull.
 *   129 (2003): rate, level, direction of F0, high-frequency energy, precision of articulation.
 *
 * Anger: high, wide, fast, loud, tense (flat spectrum). Happiness: high, wide, rising, rather fast and loud. Fear:
 * high, narrow, fast, trembling, rough and breathy. Sadness: low, narrow, falling, slow, soft, breathy, slurred.
 * Disgust: low, falling, very slow, creaky. Studies agree least on fear, whose range some find wide, and disgust.
 */
export const EMOTIONS = ['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD'] as const;
export type Emotion = (typeof EMOTIONS)[number];

/** One dimension of expression. */
interface Dimension {
  /** Value of an average speaker's neutral voice. */
  neutral: number;
  /** What a full-strength expression adds to it, in ANG, DIS, FEA, HAP, SAD. */
  shift: Record<Exclude<Emotion, 'NEU'>, number>;
  /** Standard deviation of speakers' habits, and of one speaker's takes. */
  speakers: number;
  takes: number;
  /** What a voice can do. */
  limits: readonly [number, number];
}

const row = (
  neutral: number,
  [ANG, DIS, FEA, HAP, SAD]: readonly [number, number, number, number, number],
  speakers: number,
  takes: number,
  limits: readonly [number, number],
): Dimension => ({ neutral, shift: { ANG, DIS, FEA, HAP, SAD }, speakers, takes, limits });

export const PROSODY = {
  // neutral, [ANG, DIS, FEA, HAP, SAD], speakers, takes, limits
  /** Mean F0, semitones from the speaker's own. */
  pitch: row(0, [4, -2.5, 7, 5, -1.5], 0, 0.8, [-6, 12]),
  /** F0 excursion of an accent, in octaves of its size: +1 doubles it. */
  range: row(0, [0.9, 0.1, -0.6, 0.9, -0.8], 0.25, 0.3, [-2, 1.6]),
  /** Direction of F0, from -1 (falling accents and end) to 1 (rising). */
  contour: row(-0.3, [-0.1, -0.6, 0.4, 1, -0.5], 0.12, 0.2, [-1.3, 1.2]),
  /** Speaking rate, in octaves: +1 is twice as fast. */
  rate: row(0, [0.15, -0.4, 0.35, 0.05, -0.3], 0.06, 0.07, [-0.6, 0.6]),
  /** Probability of a pause between two words. */
  pauses: row(0.02, [0, 0.1, 0.02, -0.01, 0.12], 0.01, 0.02, [0, 0.4]),
  /** Vocal level in dB. */
  loudness: row(0, [9.5, -1.5, 2, 4.5, -3.5], 1, 1.5, [-12, 16]),
  /** Extra level of stressed syllables in dB. */
  emphasis: row(3, [2.5, 1, -1, 2, -1.5], 0.7, 0.8, [0, 9]),
  /** Source spectrum's fall at 3 kHz in dB, beyond the pulse's own: small is tense. */
  tilt: row(6, [-5, 3, 0, -1, 7], 0.8, 1, [0.3, 22]),
  /** Share of the glottal period that is open. */
  openQuotient: row(0.6, [-0.13, -0.08, 0.08, 0, 0.1], 0.03, 0.03, [0.35, 0.85]),
  /** Deviation of a period from its neighbours, as a share. */
  jitter: row(0.008, [0.006, 0.008, 0.022, 0, 0.004], 0.002, 0.004, [0.002, 0.06]),
  /** Deviation of a period's amplitude, as a share. */
  shimmer: row(0.05, [0.03, 0.05, 0.09, 0, 0.03], 0.01, 0.02, [0.01, 0.3]),
  /** F0 trembling at some 6 Hz, in semitones. */
  tremor: row(0.1, [0, 0, 0.7, 0, 0.2], 0.05, 0.12, [0, 1.5]),
  /** Aspiration noise against voicing in dB. */
  breath: row(-30, [-3, 0, 7, -1, 3], 2, 2, [-42, -12]),
  /** Creak at the end of the phrase, from 0 (none) to 1. */
  creak: row(0.05, [0, 0.8, -0.05, -0.05, 0.1], 0.04, 0.08, [0, 1]),
  /** Articulation, from -1 (slurred) to 1 (precise). */
  precision: row(0, [0.6, -0.1, 0.2, 0.2, -0.6], 0.2, 0.2, [-1, 1]),
  /** Formants in per cent: lips spread in a smile shorten the tract; a lowered larynx lengthens it. */
  formants: row(0, [0, -5, 1, 5, -1], 0, 1, [-8, 8]),
} as const satisfies Record<string, Dimension>;

export type DimensionName = keyof typeof PROSODY;
export const DIMENSIONS = Object.keys(PROSODY) as DimensionName[];

/** A value per dimension: one take's voice, or one speaker's habits. */
export type Prosody = Record<DimensionName, number>;

/** A value per dimension, by rule. */
export function eachDimension(value: (name: DimensionName, dimension: Dimension) => number): Prosody {
  return Object.fromEntries(DIMENSIONS.map((name) => [name, value(name, PROSODY[name])])) as Prosody;
}
