import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

/** How long the event loop is kept waiting, in ms. */
const TURN = 10;

/** Used by one synchronous stretch at a time. */
const chunk = Buffer.allocUnsafe(1 << 18);
let lastRest = 0;

/**
 * A file's size and the SHA-256 of its content, in hexadecimal digits; read in pieces, so of any length. Reads are
 * synchronous, which for thousands of small files takes half the time; every few ms others get their turn.
 */
export async function hashFile(
  path: string,
  signal?: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = openSync(path, 'r');
  try {
    for (;;) {
      signal?.throwIfAborted();
      const bytesRead = readSync(file, chunk, 0, chunk.length, null);
      if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
      hash.update(chunk.subarray(0, bytesRead));
      bytes += bytesRead;
      if (performance.now() - lastRest > TURN) {
        await setImmediate();
        lastRest = performance.now();
      }
    }
  } finally {
    closeSync(file);
  }
}
