import type { Prosody } from './prosody.ts';
import type { Random } from './random.ts';

/**
 * The vocal folds: one pulse of air a period, and the breath that leaks past it.
 *
 * The pulse is KLGLOTT88's (D. H. Klatt & L. C. Klatt, JASA 87, 1990): the flow of an open phase u in 0 … 1 is
 * u² - u³, so its derivative, which is what the lips radiate, is 2u - 3u². It ends in a step, whose aliasing a
 * polynomial band-limited step takes away (V. Välimäki & A. Huovilainen, IEEE Signal Processing Magazine 24, 2007).
 * A one-pole low-pass then sets the spectral tilt.
 */
export class Glottis {
  readonly #random: Random;
  readonly #voice: Prosody;
  readonly #sampleRate: number;
  readonly #tiltPole: number;
  #phase = 0;
  #tilted = 0;
  /** Deviations of the running period: its frequency and its amplitude, as factors. */
  #frequencyFactor = 1;
  #amplitude = 1;
  #evenPeriod = false;

  constructor(voice: Prosody, sampleRate: number, random: Random) {
    this.#voice = voice;
    this.#random = random;
    this.#sampleRate = sampleRate;
    this.#tiltPole = poleForAttenuation(voice.tilt, (2 * Math.PI * 3000) / sampleRate);
  }

  /** Whether the glottis is open, so that air flows and breath is heard. */
  get open(): boolean {
    return this.#phase < this.#voice.openQuotient;
  }

  /** The next sample of the voice, for this F0 in Hz and this much creak. */
  next(frequency: number, creak: number): number {
    const step = (frequency * this.#frequencyFactor) / this.#sampleRate;
    this.#phase += step;
    if (this.#phase >= 1) {
      this.#phase -= 1;
      this.#startPeriod(creak);
    }
    const openQuotient = this.#voice.openQuotient;
    const u = this.#phase / openQuotient;
    let pulse = u < 1 ? 2 * u - 3 * u * u : 0;
    const fromClosure = (this.#phase - openQuotient) / step;
    if (fromClosure >= 0 && fromClosure < 1) pulse -= 0.5 * (1 - fromClosure) ** 2;
    else if (fromClosure < 0 && fromClosure > -1) pulse += 0.5 * (1 + fromClosure) ** 2;
    this.#tilted += (1 - this.#tiltPole) * (pulse * this.#amplitude - this.#tilted);
    return this.#tilted;
  }

  /** Jitter and shimmer; in creak every other pulse is weak and late. */
  #startPeriod(creak: number) {
    const { jitter, shimmer } = this.#voice;
    this.#evenPeriod = !this.#evenPeriod;
    const weak = this.#evenPeriod ? creak : 0;
    this.#frequencyFactor = Math.max(0.5, 1 + this.#random.normal(0, jitter + 0.04 * creak) - 0.12 * weak);
    this.#amplitude = Math.max(0.1, 1 + this.#random.normal(0, shimmer)) * (1 - 0.6 * weak);
  }
}

/** Pole of the one-pole low-pass, of gain 1 at 0 Hz, that takes `decibels` away at this angular frequency. */
function poleForAttenuation(decibels: number, omega: number): number {
  const power = 10 ** (-decibels / 10);
  const b = 1 - power * Math.cos(omega);
  return (b - Math.sqrt(b * b - (1 - power) ** 2)) / (1 - power);
}
