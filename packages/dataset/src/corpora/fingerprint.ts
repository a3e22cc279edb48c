import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { eachConcurrently } from '../concurrency.ts';
import { parsePointer } from '../download/lfs-pointer.ts';
import { type Clip, DatasetError } from '../types.ts';

/** Files read at once; more does not help, as one thread hashes. */
const FILES_AT_ONCE = 4;
const CHUNK_BYTES = 1 << 20;

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
  const buffers = Array.from({ length: FILES_AT_ONCE }, () => Buffer.allocUnsafe(CHUNK_BYTES));
  let reported = 0;
  await eachConcurrently(clips, FILES_AT_ONCE, async (clip) => {
    signal?.throwIfAborted();
    const buffer = buffers.pop() ?? Buffer.allocUnsafe(CHUNK_BYTES);
    try {
      contents.set(clip, await hashFile(clip.path, buffer, signal));
    } finally {
      buffers.push(buffer);
    }
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

async function hashFile(path: string, buffer: Buffer, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  try {
    const file = await open(path);
    try {
      for (let first = true; ; first = false) {
        signal?.throwIfAborted();
        const { bytesRead } = await file.read(buffer, 0, buffer.length);
        if (bytesRead === 0) break;
        const chunk = buffer.subarray(0, bytesRead);
        if (first && parsePointer(chunk)) throw pointerInsteadOfAudio(path);
        hash.update(chunk);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof DatasetError || signal?.aborted) throw error;
    throw new DatasetError(`${path} can't be read: ${(error as Error).message}`, { cause: error });
  }
  return hash.digest('hex');
}

function pointerInsteadOfAudio(path: string): DatasetError {
  return new DatasetError(
    `${path} is a Git LFS pointer, not audio: run "git lfs pull" in its folder, or download the corpus anew`,
  );
}
