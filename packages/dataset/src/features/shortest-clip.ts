import type { CallOptions } from '@ser/dsp';
import { AudioError } from '../audio/audio-error.ts';
import { decodeClips } from '../audio/decode-clips.ts';
import { type Corpus, DatasetError } from '../types.ts';

/**
 * Samples that a corpus's shortest clip has once it is resampled to `sampleRate`: the length of the notebook's pieces.
 * Every clip is decoded to know it; those that can't be read don't count.
 *
 * @throws {DatasetError} if no clip can be read.
 */
export async function shortestClipSamples(
  corpus: Corpus,
  sampleRate: number,
  { signal, onProgress }: CallOptions = {},
): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  let done = 0;
  for await (const [, audio] of decodeClips(corpus.clips, signal)) {
    onProgress?.(++done, corpus.clips.length);
    if (audio instanceof AudioError) continue;
    const resampled = Math.ceil((audio.samples.length * sampleRate) / audio.sampleRate);
    shortest = Math.min(shortest, resampled);
  }
  if (shortest === Number.POSITIVE_INFINITY) {
    throw new DatasetError(`${corpus.root}: none of its ${corpus.clips.length} clips can be read`);
  }
  return shortest;
}
