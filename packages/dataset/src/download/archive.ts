import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { DatasetError } from '../types.ts';
import { PassingError, ServerError } from './errors.ts';
import { hostOf, request } from './http.ts';

/** More than any text file of a corpus; keeps a hostile archive from filling the memory. */
const MAX_ENTRY_BYTES = 64 << 20;

export interface ArchiveOptions {
  /** Which files to read, by their path below the archive's top folder. */
  wanted: (name: string) => boolean;
  /** Called with each of them in turn. */
  onFile: (name: string, content: Buffer) => Promise<void>;
  signal?: AbortSignal;
}

/**
 * Reads files out of a `.tar.gz` while it downloads; the archive itself is kept nowhere.
 *
 * @throws {PassingError} if the connection fails or the archive is cut short or damaged; {@link ServerError} if
 * there is none; {@link DatasetError} if an entry's path leads out of the archive.
 */
export async function readArchive(url: string, { wanted, onFile, signal }: ArchiveOptions): Promise<void> {
  const reply = await request(url, signal && { signal });
  if (reply.status !== 200) {
    await reply.discard();
    throw new ServerError(`${hostOf(url)} answered ${reply.status} to ${url}`);
  }
  const entries = extract();
  const unpacked = pipeline(Readable.from(reply.body), createGunzip(), entries);
  const read = async () => {
    for await (const entry of entries) {
      const { name, type, size = 0 } = entry.header;
      const file = belowTop(name, url);
      if (type !== 'file' || !wanted(file)) {
        entry.resume();
        continue;
      }
      if (size > MAX_ENTRY_BYTES)
        throw new DatasetError(`${url}: ${name} is larger than any file it should hold`);
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      await onFile(file, Buffer.concat(chunks));
    }
  };
  const ends = await Promise.allSettled([read(), unpacked]);
  const errors = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (errors.length === 0) return;
  signal?.throwIfAborted();
  // Either side fails when the other does; what we threw ourselves says why.
  const [first] = errors;
  throw (
    errors.find((error) => error instanceof DatasetError) ??
    new PassingError(`${url} is damaged or was cut short: ${first.message}`, { cause: first })
  );
}

/** The path below the archive's top folder, `/` between its parts. */
function belowTop(name: string, url: string): string {
  const parts = name.split('/');
  if (name.startsWith('/') || parts.includes('..')) {
    throw new DatasetError(`${url}: the path "${name}" leads out of the archive, so the archive is not used`);
  }
  return parts.slice(1).join('/');
}
