import { type AudioBatch, DspError } from './contract.ts';
import { checkRate } from './options.ts';

/**
 * Frames that a clip of `samples` samples gives; 0 for an empty clip, and for one shorter than a frame when it isn't
 * centred. A centred clip is lengthened by `floor(frameLength / 2)` on both sides, as in librosa.
 */
export function frameCount(samples: number, frameLength: number, hopLength: number, center: boolean): number {
  if (samples === 0) return 0;
  const length = samples + (center ? 2 * Math.floor(frameLength / 2) : 0);
  return length < frameLength ? 0 : 1 + Math.floor((length - frameLength) / hopLength);
}

/** Row offsets of {@link Frames} for a checked batch: n + 1 numbers, of which the last is the number of rows. */
export function frameOffsets(
  batch: AudioBatch,
  framing: { frameLength: number; hopLength: number; center: boolean },
): Uint32Array {
  const { frameLength, hopLength, center } = framing;
  return countsToOffsets(clipLengths(batch).map((n) => frameCount(n, frameLength, hopLength, center)));
}

/** Samples of each clip of a checked batch. */
export function clipLengths(batch: AudioBatch): number[] {
  return Array.from(
    { length: batch.offsets.length - 1 },
    (_, i) => batch.offsets[i + 1]! - batch.offsets[i]!,
  );
}

/** Running sums of `counts`, from 0: n + 1 offsets. Throws a {@link DspError} where they pass 32 bits. */
export function countsToOffsets(counts: readonly number[]): Uint32Array {
  const offsets = new Uint32Array(counts.length + 1);
  let total = 0;
  for (const [i, count] of counts.entries()) {
    total += count;
    if (total > 0xffffffff) {
      throw new DspError(`The result passes 2^32 rows at clip ${i}: hand over fewer clips at a time.`);
    }
    offsets[i + 1] = total;
  }
  return offsets;
}

/**
 * Throws a {@link DspError} unless the batch is sound: a positive whole rate, and offsets that rise and end within the
 * samples. The samples themselves are looked at clip by clip, by {@link checkFinite}.
 */
export function checkBatch(batch: AudioBatch): void {
  const { samples, offsets, sampleRate } = batch;
  if (!isFloat(samples) && !isTyped(samples, 'Int16Array')) {
    throw new DspError("The batch's samples must be a Float32Array or an Int16Array.");
  }
  if (!isTyped(offsets, 'Uint32Array') || offsets.length === 0) {
    throw new DspError("The batch's offsets must be a Uint32Array of one more number than there are clips.");
  }
  checkRate("The batch's sampleRate", sampleRate);
  for (let clip = 0; clip + 1 < offsets.length; clip++) {
    if (offsets[clip + 1]! < offsets[clip]!) {
      throw new DspError(
        `Clip ${clip} of the batch ends at sample ${offsets[clip + 1]}, before it starts at ${offsets[clip]}: offsets must rise.`,
      );
    }
    if (offsets[clip + 1]! > samples.length) {
      throw new DspError(
        `Clip ${clip} of the batch ends at sample ${offsets[clip + 1]}, but there are only ${samples.length}.`,
      );
    }
  }
}

/**
 * Throws a {@link DspError} that names clip and sample if one of a clip's samples, from `start` to before `end`, isn't
 * finite.
 */
export function checkFinite(samples: Float32Array, clip: number, start = 0, end = samples.length): void {
  for (let i = start; i < end; i++) {
    if (!Number.isFinite(samples[i])) throw nonFiniteSample(clip, i, samples[i]!);
  }
}

/** The error for a sample that isn't finite; `index` counts from the clip's start. */
export function nonFiniteSample(clip: number, index: number, value: number): DspError {
  return new DspError(`Sample ${index} of clip ${clip} is ${value}: samples must be finite.`);
}

/** Whether a clip has samples, but too few to be mirrored at its ends by half an `fftSize`. */
export function isTooShortToReflect(samples: number, fftSize: number): boolean {
  return samples > 0 && samples <= Math.floor(fftSize / 2);
}

/** The error for a clip that {@link isTooShortToReflect}. */
export function tooShortToReflect(clip: number, samples: number, fftSize: number): DspError {
  const least = Math.floor(fftSize / 2) + 1;
  return new DspError(
    `Clip ${clip} has ${samples} samples, but padMode 'reflect' with fftSize ${fftSize} needs ${least}: lengthen it, or use padMode 'constant'.`,
  );
}

/** Whether samples are float rather than 16-bit integers. */
export function isFloat(samples: Float32Array | Int16Array): samples is Float32Array {
  return isTyped(samples, 'Float32Array');
}

// By name, since an array from another realm (a worker, a test's sandbox) is no `instanceof` of ours.
function isTyped(value: unknown, name: string): boolean {
  return (value as { [Symbol.toStringTag]?: string } | null)?.[Symbol.toStringTag] === name;
}
