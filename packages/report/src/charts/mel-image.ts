import { encode } from 'fast-png';
import { COLOR_MAP } from './color-map.ts';

// Wider than any figure; a longer spectrogram is averaged down to it.
const MAX_COLUMNS = 1024;

declare const btoa: (binary: string) => string;

/**
 * Time-major values as a PNG data URI, one pixel a value, the first band at the bottom.
 * The colours run from the least to the largest value.
 */
export function melImage(values: ArrayLike<number>, frames: number, bands: number): string {
  const columns = Math.min(frames, MAX_COLUMNS);
  const pixels = new Float32Array(columns * bands);
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * frames) / columns);
    const to = Math.floor(((column + 1) * frames) / columns);
    for (let band = 0; band < bands; band++) {
      let sum = 0;
      for (let frame = from; frame < to; frame++) sum += values[frame * bands + band] as number;
      pixels[(bands - 1 - band) * columns + column] = sum / (to - from);
    }
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of pixels) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scale = high > low ? 255 / (high - low) : 0;
  const png = encode(
    {
      width: columns,
      height: bands,
      depth: 8,
      channels: 1,
      data: Uint8Array.from(pixels, (value) => Math.round((value - low) * scale)),
      palette: COLOR_MAP as number[][],
    },
    { zlib: { level: 9 } },
  );
  let binary = '';
  for (const byte of png) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}
