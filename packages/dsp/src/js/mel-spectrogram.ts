import type { AudioBatch, CallOptions, Frames, MelOptions } from '../contract.ts';
import { type MelFilterBank, melFilterBank } from '../mel.ts';
import { type ResolvedMel, resolveMel } from '../options.ts';
import { forEachClip } from './clips.ts';
import { clipToDecibels, LEAST_POWER } from './decibels.ts';
import { allocateFrames, forEachRow } from './rows.ts';
import { checkReflection, FrameSpectrum, stftOffsets } from './stft.ts';

/** `librosa.feature.melspectrogram` of a checked batch, and what `output` makes of it. */
export async function melSpectrogram(
  batch: AudioBatch,
  options?: MelOptions,
  call?: CallOptions,
): Promise<Frames> {
  const resolved = resolveMel(options, batch.sampleRate);
  const { output, melBands } = resolved;
  const mel = new FrameMel(resolved);
  const frames = allocateFrames(stftOffsets(batch, resolved), melBands);
  const { data } = frames;
  await forEachClip(batch, call, async (samples, clip, pace) => {
    checkReflection(samples, clip, resolved);
    await forEachRow(frames, clip, pace, (frame, at) => {
      mel.write(samples, frame, data, at);
      if (output !== 'log') return;
      for (let i = at; i < at + melBands; i++) data[i] = Math.log(Math.max(data[i]!, LEAST_POWER));
    });
    if (output === 'db') await clipToDecibels(frames, clip, pace, 'peak');
  });
  return frames;
}

/** Mel bands of one frame at a time. */
export class FrameMel {
  readonly #spectrum: FrameSpectrum;
  readonly #filters: MelFilterBank;
  readonly #power: number;
  readonly #powers: Float64Array;

  constructor(mel: Omit<ResolvedMel, 'output'>) {
    this.#spectrum = new FrameSpectrum(mel);
    this.#filters = melFilterBank(mel);
    this.#power = mel.power;
    this.#powers = new Float64Array(this.#filters.bins);
  }

  /** Writes frame `t`'s bands to `out`, from place `at` on. */
  write(samples: Float32Array, t: number, out: Float32Array, at: number): void {
    raise(this.#spectrum.of(samples, t), this.#power, this.#powers);
    const { bands, starts, lengths, weights } = this.#filters;
    const powers = this.#powers;
    for (let band = 0, w = 0; band < bands; band++) {
      const start = starts[band]!;
      const end = start + lengths[band]!;
      let sum = 0;
      for (let bin = start; bin < end; bin++) sum += powers[bin]! * weights[w++]!;
      out[at + band] = sum;
    }
  }
}

/** Magnitudes of a complex spectrum to the given power. */
function raise(spectrum: Float64Array, power: number, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) {
    const squared = spectrum[2 * k]! ** 2 + spectrum[2 * k + 1]! ** 2;
    out[k] = power === 2 ? squared : power === 1 ? Math.sqrt(squared) : squared ** (power / 2);
  }
}
