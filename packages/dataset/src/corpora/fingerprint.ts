import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { MAX_POINTER_BYTES, parsePointer } from '../download/lfs-pointer.ts';
import { hashFile } from '../hash-file.ts';
import { type Clip, DatasetError } from '../types.ts';

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
  const hash = createHash('sha256');
  let reported = 0;
  for (const [i, { id, label, path }] of clips.entries()) {
    hash.update(`${id}\0${label}\0${await hashAudio(path, signal)}\n`);
    if (performance.now() - reported > 50) {
      reported = performance.now();
      onProgress?.(i, clips.length);
    }
  }
  onProgress?.(clips.length, clips.length);
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
