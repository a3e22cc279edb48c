/**
 * What the synthesizer knows of each phoneme: first three formants and inherent duration of an adult man's
 * ordinary speech.
 *
 * Formants: D. H. Klatt, "Software for a cascade/parallel formant synthesizer", JASA 67 (1980), tables II and III.
 * Durations: D. H. Klatt, "Synthesis by rule of segmental durations in English sentences", in Frontiers of Speech
 * Communication Research (1979). Both rounded.
 */

/** F1, F2, F3 in Hz. */
export type Formants = readonly [number, number, number];

/** Turbulence at a constriction: a band of noise, and noise that the mouth does not shape. */
export interface Turbulence {
  /** Centre and width of the band in Hz. */
  frequency: number;
  bandwidth: number;
  /** Amplitudes of the band and of the unshaped noise beside it. */
  band: number;
  flat: number;
}

export type Phoneme =
  /** A diphthong glides from `formants` to `glide`. */
  | { kind: 'vowel'; ms: number; formants: Formants; glide?: Formants }
  | { kind: 'sonorant'; ms: number; formants: Formants; nasal: boolean }
  | Obstruent;

export interface Obstruent {
  kind: 'stop' | 'fricative' | 'affricate' | 'aspirate';
  ms: number;
  formants: Formants;
  voiced: boolean;
  turbulence: Turbulence;
  /** How far its formants lean on the next vowel's, from 0 (its own place) to 1 (the vowel's). */
  lean: number;
}

const vowel = (ms: number, formants: Formants, glide?: Formants): Phoneme =>
  glide ? { kind: 'vowel', ms, formants, glide } : { kind: 'vowel', ms, formants };
const sonorant = (ms: number, formants: Formants): Phoneme => ({
  kind: 'sonorant',
  ms,
  formants,
  nasal: false,
});
const nasal = (ms: number, formants: Formants): Phoneme => ({ kind: 'sonorant', ms, formants, nasal: true });
const obstruent =
  (kind: Obstruent['kind'], voiced: boolean) =>
  (
    ms: number,
    formants: Formants,
    lean: number,
    [frequency, bandwidth, band, flat]: readonly number[],
  ): Phoneme => ({
    kind,
    ms,
    formants,
    voiced,
    lean,
    turbulence: { frequency: frequency ?? 0, bandwidth: bandwidth ?? 1, band: band ?? 0, flat: flat ?? 0 },
  });
const voicedStop = obstruent('stop', true);
const voicelessStop = obstruent('stop', false);
const voicedFricative = obstruent('fricative', true);
const voicelessFricative = obstruent('fricative', false);

export const PHONEMES = {
  IY: vowel(155, [310, 2020, 2960]),
  IH: vowel(135, [400, 1800, 2570]),
  EH: vowel(150, [530, 1680, 2500]),
  AE: vowel(210, [640, 1660, 2430]),
  AA: vowel(220, [700, 1220, 2600]),
  AO: vowel(220, [600, 990, 2570]),
  AH: vowel(140, [620, 1220, 2550]),
  AX: vowel(75, [500, 1400, 2500]),
  UH: vowel(150, [450, 1100, 2350]),
  UW: vowel(190, [350, 1250, 2200]),
  ER: vowel(170, [470, 1270, 1540]),
  EY: vowel(190, [480, 1720, 2520], [330, 2020, 2600]),
  AY: vowel(220, [660, 1200, 2550], [400, 1880, 2500]),
  OY: vowel(260, [550, 960, 2400], [360, 1820, 2450]),
  AW: vowel(240, [640, 1230, 2550], [420, 940, 2350]),
  OW: vowel(210, [540, 1100, 2300], [450, 900, 2300]),
  W: sonorant(80, [290, 610, 2150]),
  R: sonorant(80, [310, 1060, 1380]),
  L: sonorant(80, [310, 1050, 2880]),
  DX: sonorant(28, [250, 1600, 2600]),
  M: nasal(75, [480, 1270, 2130]),
  N: nasal(65, [480, 1340, 2470]),
  NG: nasal(90, [480, 2000, 2900]),
  HH: obstruent('aspirate', false)(70, [450, 1450, 2450], 1, [1500, 1200, 0.05, 0.02]),
  F: voicelessFricative(100, [340, 1100, 2080], 0.4, [6500, 5000, 0.14, 0.07]),
  V: voicedFricative(60, [220, 1100, 2080], 0.4, [6500, 5000, 0.06, 0.03]),
  TH: voicelessFricative(90, [320, 1290, 2540], 0.3, [6000, 5000, 0.1, 0.06]),
  DH: voicedFricative(50, [270, 1290, 2540], 0.3, [6000, 5000, 0.04, 0.02]),
  S: voicelessFricative(105, [320, 1390, 2530], 0.2, [5800, 2200, 0.6, 0.02]),
  Z: voicedFricative(75, [240, 1390, 2530], 0.2, [5800, 2200, 0.3, 0.01]),
  P: voicelessStop(90, [400, 1100, 2150], 0.5, [900, 1500, 0.2, 0.2]),
  B: voicedStop(80, [200, 1100, 2150], 0.5, [900, 1500, 0.15, 0.15]),
  T: voicelessStop(75, [400, 1600, 2600], 0.2, [4500, 2500, 0.9, 0.1]),
  D: voicedStop(70, [200, 1600, 2600], 0.2, [4300, 2500, 0.5, 0.1]),
  K: voicelessStop(80, [300, 1900, 2600], 0.6, [1900, 700, 0.8, 0.05]),
  G: voicedStop(75, [200, 1900, 2600], 0.6, [1900, 700, 0.5, 0.05]),
  JH: obstruent('affricate', true)(80, [260, 1800, 2820], 0.2, [3000, 1800, 0.45, 0.03]),
} as const satisfies Record<string, Phoneme>;

export type PhonemeName = keyof typeof PHONEMES;
