/** A two-pole resonator of gain 1 at 0 Hz (Klatt 1980). */
export class Resonator {
  readonly #sampleRate: number;
  #b = 0;
  #c = 0;
  #y1 = 0;
  #y2 = 0;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** Centre and -3 dB width in Hz. */
  tune(frequency: number, bandwidth: number): void {
    [this.#b, this.#c] = poles(frequency, bandwidth, this.#sampleRate);
  }

  next(x: number): number {
    const y = (1 - this.#b - this.#c) * x + this.#b * this.#y1 + this.#c * this.#y2;
    this.#y2 = this.#y1;
    this.#y1 = y;
    return y;
  }
}

/** The inverse of a {@link Resonator}: a dip where that has a peak (Klatt 1980). */
export class Antiresonator {
  readonly #sampleRate: number;
  #b = 0;
  #c = 0;
  #x1 = 0;
  #x2 = 0;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** Centre and -3 dB width in Hz. */
  tune(frequency: number, bandwidth: number): void {
    [this.#b, this.#c] = poles(frequency, bandwidth, this.#sampleRate);
  }

  next(x: number): number {
    const y = (x - this.#b * this.#x1 - this.#c * this.#x2) / (1 - this.#b - this.#c);
    this.#x2 = this.#x1;
    this.#x1 = x;
    return y;
  }
}

/** Feedback coefficients of one and two samples ago, for a resonance of this centre and width in Hz. */
function poles(frequency: number, bandwidth: number, sampleRate: number): [number, number] {
  const radius = Math.exp((-Math.PI * bandwidth) / sampleRate);
  return [2 * radius * Math.cos((2 * Math.PI * frequency) / sampleRate), -radius * radius];
}

/**
 * A two-pole band-pass of gain 1 at its centre (P. A. Regalia & S. K. Mitra, "Tunable digital frequency response
 * equalization filters", IEEE Trans. ASSP 35, 1987).
 */
export class BandPass {
  readonly #sampleRate: number;
  #b0 = 0;
  #a1 = 0;
  #a2 = 0;
  #x1 = 0;
  #x2 = 0;
  #y1 = 0;
  #y2 = 0;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** Centre and -3 dB width in Hz. */
  tune(frequency: number, bandwidth: number): void {
    const alpha = Math.tan((Math.PI * bandwidth) / this.#sampleRate);
    this.#b0 = alpha / (1 + alpha);
    this.#a1 = (-2 * Math.cos((2 * Math.PI * frequency) / this.#sampleRate)) / (1 + alpha);
    this.#a2 = (1 - alpha) / (1 + alpha);
  }

  next(x: number): number {
    const y = this.#b0 * (x - this.#x2) - this.#a1 * this.#y1 - this.#a2 * this.#y2;
    this.#x2 = this.#x1;
    this.#x1 = x;
    this.#y2 = this.#y1;
    this.#y1 = y;
    return y;
  }
}
