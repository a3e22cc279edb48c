import { createHash } from 'node:crypto';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { type RecordBatch, RecordBatchFileWriter, tableFromIPC } from 'apache-arrow';
import { writeAtomically } from '../atomic.ts';
import { DatasetError } from '../types.ts';
import { fromRecordBatch, SCHEMA, type StoreRow } from './columns.ts';

/** What a shard's file must be. */
export interface FileMark {
  bytes: number;
  sha256: string;
}

/** Writes an Arrow IPC file, uncompressed, a batch after the other. */
export async function writeShardFile(path: string, batches: readonly RecordBatch[]): Promise<FileMark> {
  const writer = new RecordBatchFileWriter();
  writer.reset(undefined, SCHEMA);
  for (const batch of batches) writer.write(batch);
  writer.finish();
  const hash = createHash('sha256');
  let bytes = 0;
  async function* chunks() {
    for await (const chunk of writer) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  await writeAtomically(path, (file) => writeFile(file, chunks()));
  return { bytes, sha256: hash.digest('hex') };
}

/** A shard whose contents were verified through the handle that they are read from. */
export interface OpenShard {
  path: string;
  file: FileHandle;
  rows: StoreRow[];
  /** The byte at which each row's values start. */
  positions: number[];
}

/** A shard that is not what the manifest says. */
export class DamagedShard extends DatasetError {}

/**
 * Verifies a shard and finds its rows. It is held whole while this runs, but no longer.
 *
 * @throws {DamagedShard} if it is missing or differs from `expected`.
 */
export async function openShardFile(
  path: string,
  expected: FileMark,
  intern: (text: string) => string,
): Promise<OpenShard> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new DamagedShard(`${path} is missing`) : error;
  });
  try {
    const { size } = await file.stat();
    if (size !== expected.bytes) {
      throw new DamagedShard(`${path} is damaged: it has ${size} of ${expected.bytes} bytes`);
    }
    const bytes = new Uint8Array(size);
    await readFully(file, bytes, 0, path);
    if (createHash('sha256').update(bytes).digest('hex') !== expected.sha256) {
      throw new DamagedShard(`${path} is damaged: its contents differ from their check sum`);
    }
    const found = tableFromIPC(bytes).batches.flatMap((batch) => [...fromRecordBatch(batch, bytes, intern)]);
    const rows = found.map(([row]) => row);
    const positions = found.map(([, position]) => position);
    return { path, file, rows, positions };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Fills `target` with the file's bytes from `position` on. */
export async function readFully(
  file: FileHandle,
  target: Uint8Array,
  position: number,
  path: string,
): Promise<void> {
  for (let filled = 0; filled < target.length; ) {
    const { bytesRead } = await file.read(target, filled, target.length - filled, position + filled);
    if (bytesRead === 0) throw new DamagedShard(`${path} ended early: was it cut while in use?`);
    filled += bytesRead;
  }
}
