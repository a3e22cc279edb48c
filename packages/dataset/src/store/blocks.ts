import type { AudioBatch } from '@ser/dsp';
import { AudioError } from '../audio/audio-error.ts';
import { decodeClips } from '../audio/decode-clips.ts';
import type { DecodedAudio } from '../audio/decoded-audio.ts';
import type { Clip } from '../types.ts';

/** Some clips of one rate, decoded: what is extracted at once. */
export interface Block {
  clips: Clip[];
  batch: AudioBatch;
}

/** Two minutes of speech: enough to keep a device busy, small beside the memory that a process may take. */
const BLOCK_SAMPLES = 2 ** 21;

/** Decodes clips in order and groups them. Those that can't be decoded go to `onBad` instead, which may throw. */
export async function* decodeBlocks(
  clips: readonly Clip[],
  onBad: (clip: Clip, error: AudioError) => void,
  signal?: AbortSignal,
): AsyncGenerator<Block> {
  let taken: [Clip, DecodedAudio][] = [];
  let length = 0;
  for await (const [clip, audio] of decodeClips(clips, signal)) {
    if (audio instanceof AudioError) {
      onBad(clip, audio);
      continue;
    }
    const isFull = length + audio.samples.length > BLOCK_SAMPLES;
    if (taken[0] && (isFull || taken[0][1].sampleRate !== audio.sampleRate)) {
      yield toBlock(taken, length);
      taken = [];
      length = 0;
    }
    taken.push([clip, audio]);
    length += audio.samples.length;
  }
  if (taken.length > 0) yield toBlock(taken, length);
}

function toBlock(taken: readonly [Clip, DecodedAudio][], length: number): Block {
  const samples = new Float32Array(length);
  const offsets = new Uint32Array(taken.length + 1);
  for (const [i, [, audio]] of taken.entries()) {
    samples.set(audio.samples, offsets[i]);
    offsets[i + 1] = (offsets[i] as number) + audio.samples.length;
  }
  const { sampleRate } = (taken[0] as [Clip, DecodedAudio])[1];
  return { clips: taken.map(([clip]) => clip), batch: { samples, offsets, sampleRate } };
}
