import type { AudioBatch } from '../../src/index.ts';

/** White noise in [-1, 1): the same for the same length and seed. */
export function noise(length: number, seed = 1): Float32Array {
  const samples = new Float32Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    samples[i] = state / 2 ** 31 - 1;
  }
  return samples;
}

export function tone(length: number, frequency: number, sampleRate: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * frequency * i) / sampleRate));
}

export function batchOf(clips: readonly Float32Array[], sampleRate = 22_050): AudioBatch {
  const offsets = Uint32Array.of(0, ...clips.map((clip) => clip.length));
  for (let i = 1; i < offsets.length; i++) offsets[i]! += offsets[i - 1]!;
  const samples = new Float32Array(offsets.at(-1)!);
  for (const [i, clip] of clips.entries()) samples.set(clip, offsets[i]);
  return { samples, offsets, sampleRate };
}
