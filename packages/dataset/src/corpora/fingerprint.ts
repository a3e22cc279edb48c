import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { eachConcurrently } from '../concurrency.ts';
import { MAX_POINTER_BYTES, parsePointer } from '../download/lfs-pointer.ts';
import { hashFile } from '../hash-file.ts';
import { type Clip, DatasetError } from '../types.ts';

/** Files read at once; more does not help, as one thread hashes. */
const FILES_AT_ONCE = 4;

export interface FingerprintOptions {
  signal?: AbortSignal;
  /** Called as clips are read, at most every 50 ms, and once at the end. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * SHA-256 over the id, the label and the content's SHA-256 of every clip in the order given, as hexadecimal
 * digits. It says that two machines have the same corpus, wherever its folder lies.
 *
 * @throws {DatasetError} naming the file, if one can't be read or is a Git LFS pointer instead of audio.
 */
export async function fingerprint(
  clips: readonly Clip[],
  { signal, onProgress }: FingerprintOptions = {},
): Promise<string> {
  const contents = new Map<Clip, string>();
  let reported = 0;
  await eachConcurrently(clips, FILES_AT_ONCE, async (clip) => {
    signal?.throwIfAborted();
    contents.set(clip, await hashAudio(clip.path, signal));
    if (performance.now() - reported > 50 && contents.size < clips.length) {
      reported = performance.now();
      onProgress?.(contents.size, clips.length);
    }
  });
  onProgress?.(clips.length, clips.length);
  const hash = createHash('sha256');
  for (const clip of clips) hash.update(`${clip.id}\0${clip.label}\0${contents.get(clip)}\n`);
  return hash.digest('hex');
}

async function hashAudio(path: string, signal?: AbortSignal): Promise<string> {
  let pointer: unknown;
  let sha256: string;
  try {
    const content = await hashFile(path, signal);
    sha256 = content.sha256;
    if (content.bytes < MAX_POINTER_BYTES) pointer = parsePointer(await readFile(path));
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new DatasetError(`${path} can't be read: ${(error as Error).message}`, { cause: error });
  }
  if (pointer) {
    throw new DatasetError(
      `${path} is a Git LFS pointer, not audio: run "git lfs pull" in its folder, or download the corpus anew`,
    );
  }
  return sha256;
}
