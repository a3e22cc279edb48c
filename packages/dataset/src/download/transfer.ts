import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { ObjectError, onDisk, PassingError } from './errors.ts';
import { hostOf, type Reply, request } from './http.ts';
import type { DownloadAction } from './lfs-batch.ts';
import type { LfsObject } from './lfs-pointer.ts';

export interface TransferOptions {
  signal?: AbortSignal;
  /** Called with how many bytes of the object are there; fewer than before if it has to start anew. */
  onBytes?: (bytes: number) => void;
}

/** The address is refused; a fresh one may hold. */
export class StaleAction extends PassingError {}

/** Answers to an address that has expired; storage services differ. */
const STALE = new Set([400, 401, 403, 404, 410]);

/**
 * Fetches an object into a file. It grows as `PATH.part`, which a later call continues, and takes its name once
 * it has the object's size and SHA-256. Not synced to disk: the next run checks it again anyway.
 *
 * @throws {StaleAction} if the address is refused; {@link PassingError} if another try may do, such as after a
 * dropped connection or wrong content; {@link ObjectError} if none will; {@link DatasetError} if the file can't be
 * written.
 */
export async function transfer(
  object: LfsObject,
  action: DownloadAction,
  path: string,
  { signal, onBytes }: TransferOptions = {},
): Promise<void> {
  const part = `${path}.part`;
  const file = await onDisk(part, () => open(part, 'a+'));
  try {
    let { bytes, hash } = await onDisk(part, () => readPart(file, object.size));
    onBytes?.(bytes);
    if (bytes < object.size) {
      const reply = await requestFrom(bytes, action, signal);
      if (reply.status === 200 && bytes > 0) ({ bytes, hash } = await empty(file));
      for await (const chunk of reply.body) {
        bytes += chunk.length;
        if (bytes > object.size) break;
        hash.update(chunk);
        await onDisk(part, () => file.appendFile(chunk));
        onBytes?.(bytes);
      }
      if (bytes < object.size) {
        throw new PassingError(`${hostOf(action.href)} sent ${bytes} of ${object.size} bytes`);
      }
    }
    if (bytes > object.size || hash.digest('hex') !== object.oid) {
      await empty(file);
      onBytes?.(0);
      throw new PassingError(`${hostOf(action.href)} sent other content than the repository names`);
    }
  } finally {
    await file.close();
  }
  await onDisk(path, () => rename(part, path));
}

/** What has arrived so far; nothing, if it is more than there should be. */
async function readPart(file: FileHandle, most: number): Promise<{ bytes: number; hash: Hash }> {
  const { size } = await file.stat();
  if (size > most) return empty(file);
  const hash = createHash('sha256');
  if (size > 0) {
    for await (const chunk of file.createReadStream({ start: 0, end: size - 1, autoClose: false })) {
      hash.update(chunk);
    }
  }
  return { bytes: size, hash };
}

async function empty(file: FileHandle): Promise<{ bytes: number; hash: Hash }> {
  await file.truncate(0);
  return { bytes: 0, hash: createHash('sha256') };
}

/** The object's bytes from `start` on, or all of it if the server does not know ranges (status 200). */
async function requestFrom(
  start: number,
  { href, headers }: DownloadAction,
  signal?: AbortSignal,
): Promise<Reply> {
  const reply = await request(href, {
    headers: {
      ...headers,
      // Counted and hashed as it is stored, so it must not come compressed.
      'accept-encoding': 'identity',
      ...(start > 0 && { range: `bytes=${start}-` }),
    },
    ...(signal && { signal }),
  });
  const { status } = reply;
  if (status === 200) return reply;
  if (status === 206 && reply.headers.get('content-range')?.startsWith(`bytes ${start}-`)) return reply;
  await reply.discard();
  const refusal = `${hostOf(href)} answered ${status}`;
  throw STALE.has(status) ? new StaleAction(refusal) : new ObjectError(refusal);
}
