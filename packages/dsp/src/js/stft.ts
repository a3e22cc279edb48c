import type { AudioBatch, CallOptions, Frames, StftOptions } from '../contract.ts';
import { frameOffsets, isTooShortToReflect, tooShortToReflect } from '../frames.ts';
import { type ResolvedStft, resolveStft } from '../options.ts';
import { forEachClip } from './clips.ts';
import { createRealFft, type RealFft } from './fft.ts';
import { Framer } from './framing.ts';
import { allocateFrames, forEachRow } from './rows.ts';

/** `librosa.stft` of a checked batch. */
export async function stft(batch: AudioBatch, options?: StftOptions, call?: CallOptions): Promise<Frames> {
  const resolved = resolveStft(options);
  const spectrum = new FrameSpectrum(resolved);
  const frames = allocateFrames(stftOffsets(batch, resolved), 2 * spectrum.bins);
  await forEachClip(batch, call, async (samples, clip, pace) => {
    checkReflection(samples, clip, resolved);
    await forEachRow(frames, clip, pace, (frame, at) => frames.data.set(spectrum.of(samples, frame), at));
  });
  return frames;
}

export function stftOffsets(batch: AudioBatch, stft: ResolvedStft): Uint32Array {
  return frameOffsets(batch, { ...stft, frameLength: stft.fftSize });
}

/** Throws where the clip would have to be mirrored at its ends and is too short for it. */
export function checkReflection(samples: Float32Array, clip: number, stft: ResolvedStft): void {
  const { center, padMode, fftSize } = stft;
  if (center && padMode === 'reflect' && isTooShortToReflect(samples.length, fftSize)) {
    throw tooShortToReflect(clip, samples.length, fftSize);
  }
}

/** The spectrum of one frame at a time, in double precision. */
export class FrameSpectrum {
  readonly #framer: Framer;
  readonly #fft: RealFft;
  readonly #frame: Float64Array;
  readonly #spectrum: Float64Array;

  constructor(stft: ResolvedStft) {
    this.#framer = new Framer(stft);
    this.#fft = createRealFft(stft.fftSize);
    this.#frame = new Float64Array(stft.fftSize);
    this.#spectrum = new Float64Array(2 * this.#fft.bins);
  }

  get bins(): number {
    return this.#fft.bins;
  }

  /** Frame `t`'s `bins` complex values, re and im interleaved; they hold until the next call. */
  of(samples: Float32Array, t: number): Float64Array {
    this.#framer.read(samples, t, this.#frame);
    this.#fft.transform(this.#frame, this.#spectrum);
    return this.#spectrum;
  }
}
