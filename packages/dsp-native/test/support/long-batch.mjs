/** Half an hour that keeps an extractor busy for a good while. */
export const longBatch = {
  samples: new Int16Array(1800 * 16_000).fill(1000),
  offsets: Uint32Array.of(0, 1800 * 16_000),
  sampleRate: 16_000,
};
