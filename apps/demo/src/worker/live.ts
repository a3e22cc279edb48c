import { type FeatureExtractor, StreamResampler } from '@ser/dsp';
import { type Bundle, QUIET, StreamPredictor } from '@ser/models/browser';
import type { FromWorker } from '../shared/messages.ts';
import { MelStream } from './mel-stream.ts';
import type { Voice } from './voice.ts';

/** Answers so often that they move with speech. */
const HOP_SECONDS = 0.25;
/** The first answer comes early, by the little that has been heard. */
const FIRST_SECONDS = 1;

/** Listens to a microphone's samples, and tells what it hears and what the model says. */
export class LiveListener {
  readonly #resampler: StreamResampler;
  readonly #mel: MelStream;
  readonly #open: () => StreamPredictor;
  readonly #voice: Voice;
  #predictor: StreamPredictor;
  readonly #tell: (message: FromWorker) => void;
  /** Level of what came since the last answer. */
  #power = 0;
  #samples = 0;

  constructor(
    bundle: Bundle,
    extractor: FeatureExtractor,
    sampleRate: number,
    voice: Voice,
    tell: (message: FromWorker) => void,
  ) {
    const { recipe } = bundle.card;
    this.#resampler = new StreamResampler(extractor, sampleRate, recipe.sampleRate);
    this.#mel = new MelStream(extractor, recipe);
    this.#voice = voice;
    this.#open = () =>
      new StreamPredictor(bundle, extractor, {
        sampleRate: recipe.sampleRate,
        hopSeconds: HOP_SECONDS,
        // Equal pieces are all or nothing.
        ...(recipe.segments.kind !== 'equalise' && { firstSeconds: FIRST_SECONDS }),
        latestOnly: true,
        voice: voice.known,
      });
    this.#predictor = this.#open();
    this.#tell = tell;
  }

  /** Goes on as if nothing had been heard. */
  forget(): void {
    this.#voice.forget();
    this.#predictor = this.#open();
  }

  /** @param pieces of what came since the last call, in order */
  async push(pieces: readonly Float32Array[]): Promise<void> {
    const started = performance.now();
    const heard = await this.#resampler.push(join(pieces));
    const power = heard.reduce((sum, sample) => sum + sample * sample, 0);
    this.#power += power;
    this.#samples += heard.length;
    const mel = await this.#mel.push(heard);
    this.#tell({ type: 'heard', mel, level: Math.sqrt(power / Math.max(1, heard.length)) });
    for (const { start, end, probabilities } of await this.#predictor.push(heard)) {
      this.#tell({
        type: 'answer',
        answer: { start, end, probabilities: Array.from(probabilities) },
        quiet: Math.sqrt(this.#power / Math.max(1, this.#samples)) < QUIET,
        workMs: performance.now() - started,
      });
      this.#power = 0;
      this.#samples = 0;
      this.#voice.report();
    }
  }
}

function join(pieces: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
