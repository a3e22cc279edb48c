import { DspError } from './contract.ts';

/** Zeros. Throws a {@link DspError} where memory doesn't reach. */
export function allocateFloats(length: number): Float32Array {
  try {
    return new Float32Array(length);
  } catch {
    throw new DspError(`There is no memory for ${length} values: hand over fewer clips at a time.`);
  }
}
