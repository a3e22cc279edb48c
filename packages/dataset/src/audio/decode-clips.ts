import type { Clip } from '../types.ts';
import { AudioError } from './audio-error.ts';
import { decodeAudioFile } from './decode.ts';
import type { DecodedAudio } from './decoded-audio.ts';

/** Files read at once while they are short, and the samples that so many may come to. */
const MOST_AT_ONCE = 8;
const SAMPLES_AT_ONCE = 2 ** 21;

/** Decodes clips, several at a time while they are short, and gives each one's audio, or its error, in order. */
export async function* decodeClips(
  clips: readonly Clip[],
  signal?: AbortSignal,
): AsyncGenerator<[Clip, DecodedAudio | AudioError]> {
  const underWay: Promise<DecodedAudio | Error>[] = [];
  let started = 0;
  let atOnce = 1;
  for (const clip of clips) {
    while (started < clips.length && underWay.length < atOnce) {
      underWay.push(decodeOrFail((clips[started++] as Clip).path, signal));
    }
    const audio = (await underWay.shift()) as DecodedAudio | Error;
    if (!(audio instanceof Error)) {
      atOnce = Math.min(MOST_AT_ONCE, 1 + Math.floor(SAMPLES_AT_ONCE / audio.samples.length));
    } else if (!(audio instanceof AudioError)) {
      throw audio;
    }
    yield [clip, audio];
  }
}

/** Never rejects, since nobody listens to those under way once the caller has gone. */
async function decodeOrFail(path: string, signal: AbortSignal | undefined): Promise<DecodedAudio | Error> {
  try {
    return await decodeAudioFile(path, signal && { signal });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
