import {
  type AudioBatch,
  checkFinite,
  clipLengths,
  isTooShortToReflect,
  type ResolvedStft,
  tooShortToReflect,
} from '@ser/dsp';

/** Throws a DspError for the first clip that would have to be mirrored at its ends and is too short for it. */
export function checkReflection(batch: AudioBatch, { center, padMode, fftSize }: ResolvedStft): void {
  if (!center || padMode !== 'reflect') return;
  const lengths = clipLengths(batch);
  const short = lengths.findIndex((length) => isTooShortToReflect(length, fftSize));
  if (short === -1) return;
  // A sample that isn't finite comes first, as in the JavaScript extractor, if it stands in an earlier clip or this one.
  const { samples, offsets } = batch;
  if (samples[Symbol.toStringTag] === 'Float32Array') {
    for (let clip = 0; clip <= short; clip++) {
      checkFinite(samples.subarray(offsets[clip], offsets[clip + 1]) as Float32Array, clip);
    }
  }
  throw tooShortToReflect(short, lengths[short]!, fftSize);
}
