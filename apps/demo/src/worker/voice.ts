import { resolveMel } from '@ser/dsp';
import {
  type Bundle,
  type HeardVoice,
  type KnownVoice,
  normalisationFor,
  unheardVoice,
} from '@ser/models/browser';
import type { FromWorker } from '../shared/messages.ts';

/** The voice at the microphone, as far as it is known: nothing but a few numbers a mel band and an emotion. */
export class Voice {
  readonly #bundle: Bundle;
  readonly #tell: (message: FromWorker) => void;
  /** What is heard is added to this. */
  known: KnownVoice;

  constructor(bundle: Bundle, tell: (message: FromWorker) => void) {
    this.#bundle = bundle;
    this.#tell = tell;
    this.known = unheardVoice(bundle.card);
  }

  forget(): void {
    this.known = unheardVoice(this.#bundle.card);
    this.report();
  }

  /** Tells the page, if the model has a use for it. */
  report(): void {
    const { normalisation, recipe } = this.#bundle.card;
    if (normalisation.kind !== 'voice') return;
    const { hopLength } = resolveMel(recipe.mel ?? {}, recipe.sampleRate);
    // At the first of the model's speeds, that of the recording.
    const [{ bands }] = this.known as [HeardVoice, ...HeardVoice[]];
    const own = normalisationFor(normalisation, bands);
    this.#tell({
      type: 'voice',
      seconds: (bands.rows * hopLength) / recipe.sampleRate,
      mean: own.kind === 'band' ? own.mean : [],
    });
  }
}
