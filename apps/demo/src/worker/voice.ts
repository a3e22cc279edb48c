import { resolveMel } from '@ser/dsp';
import { BandStatistics, type Bundle, normalisationFor } from '@ser/models/browser';
import type { FromWorker } from '../shared/messages.ts';

/** The voice at the microphone, as far as it is known: nothing but two numbers a mel band. */
export class Voice {
  readonly #bundle: Bundle;
  readonly #tell: (message: FromWorker) => void;
  /** What is heard is added to these. */
  statistics: BandStatistics;

  constructor(bundle: Bundle, tell: (message: FromWorker) => void) {
    this.#bundle = bundle;
    this.#tell = tell;
    this.statistics = new BandStatistics(bundle.card.input.width);
  }

  forget(): void {
    this.statistics = new BandStatistics(this.#bundle.card.input.width);
    this.report();
  }

  /** Tells the page, if the model has a use for it. */
  report(): void {
    const { normalisation, recipe } = this.#bundle.card;
    if (normalisation.kind !== 'voice') return;
    const { hopLength } = resolveMel(recipe.mel ?? {}, recipe.sampleRate);
    const known = normalisationFor(normalisation, this.statistics);
    this.#tell({
      type: 'voice',
      seconds: (this.statistics.rows * hopLength) / recipe.sampleRate,
      mean: known.kind === 'band' ? known.mean : [],
    });
  }
}
