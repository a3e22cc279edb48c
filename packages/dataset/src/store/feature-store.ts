import { join, resolve } from 'node:path';
import { DatasetError, type Problem } from '../types.ts';
import type { StoreRow } from './columns.ts';
import { readManifest, type StoreManifest } from './manifest.ts';
import { type OpenShard, openShardFile, readFully } from './shard-file.ts';

/**
 * The features of a corpus on disk. Rows' data stand in memory, their values are read where they are needed: from
 * files that were verified when the store was opened.
 */
export class FeatureStore {
  /** Absolute path of the folder. */
  readonly dir: string;
  readonly manifest: StoreManifest;
  /** A row a segment: clips in the corpus's order, a clip's segments in theirs. */
  readonly rows: readonly StoreRow[];
  /** Values in a frame: mel bands, or 1 for 'wave'. */
  readonly width: number;
  /** Clips that could not be read, their paths below the corpus folder. */
  readonly problems: readonly Problem[];
  /** Ids of clips too short for a segment. */
  readonly tooShort: readonly string[];
  readonly #shards: readonly OpenShard[];
  /** Which shard each row is in, and the byte there at which its values start. */
  readonly #shardOf: Uint32Array;
  readonly #positions: Float64Array;
  #closed = false;

  constructor(dir: string, manifest: StoreManifest, shards: readonly OpenShard[]) {
    this.dir = dir;
    this.manifest = manifest;
    this.rows = shards.flatMap((shard) => shard.rows);
    this.width = Math.max(...manifest.shards.map((shard) => shard.width));
    this.problems = manifest.shards.flatMap((shard) => shard.problems);
    this.tooShort = manifest.shards.flatMap((shard) => shard.tooShort);
    this.#shards = shards;
    this.#shardOf = Uint32Array.from(shards.flatMap((shard, i) => shard.rows.map(() => i)));
    this.#positions = Float64Array.from(shards.flatMap((shard) => shard.positions));
  }

  /** A row's values, `frames × width` of them, time-major. */
  async read(row: number): Promise<Float32Array> {
    return this.readBatch([row]);
  }

  /**
   * The values of several rows, end to end in the order asked for.
   *
   * @param out taken instead of a new array; as long as all values.
   */
  async readBatch(rows: readonly number[], out?: Float32Array): Promise<Float32Array> {
    const lengths = rows.map((row) => this.#row(row).frames * this.width);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const values = out ?? new Float32Array(total);
    if (values.length !== total) {
      throw new DatasetError(`out has room for ${values.length} values, but these rows have ${total}`);
    }
    let start = 0;
    const reads = rows.map((row, i) => {
      const end = start + (lengths[i] as number);
      const read = this.#readInto(row, values.subarray(start, end));
      start = end;
      return read;
    });
    await Promise.all(reads);
    return values;
  }

  /** Closes the files. Reads after it are errors. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await closeShards(this.#shards);
  }

  #row(row: number): StoreRow {
    if (this.#closed) throw new DatasetError(`${this.dir}: the store is closed`);
    const found = this.rows[row];
    if (!found) throw new DatasetError(`${this.dir} has no row ${row}, only ${this.rows.length} from 0 on`);
    return found;
  }

  #readInto(row: number, target: Float32Array): Promise<void> {
    const shard = this.#shards[this.#shardOf[row] as number] as OpenShard;
    const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
    return readFully(shard.file, bytes, this.#positions[row] as number, shard.path);
  }
}

/**
 * Opens a store that stands whole in a folder, after verifying every shard.
 *
 * @throws {DatasetError} if there is none, or if it was cut short or damaged: building it again mends that.
 */
export async function openFeatureStore(dir: string): Promise<FeatureStore> {
  const folder = resolve(dir);
  const manifest = await readManifest(folder);
  if (!manifest) throw new DatasetError(`${folder} holds no feature store`);
  const { shards, shardCount } = manifest;
  if (shards.length < shardCount) {
    throw new DatasetError(
      `${folder} was cut short: ${shards.length} of ${shardCount} shards; build it again`,
    );
  }
  const opened: OpenShard[] = [];
  const intern = createIntern();
  try {
    for (const shard of shards) opened.push(await openShardFile(join(folder, shard.file), shard, intern));
  } catch (error) {
    await closeShards(opened);
    throw error;
  }
  return new FeatureStore(folder, manifest, opened);
}

export async function closeShards(shards: readonly OpenShard[]): Promise<void> {
  await Promise.all(shards.map((shard) => shard.file.close()));
}

/** Gives the same string for equal ones, so that one of them is kept. */
export function createIntern(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text);
    if (first === undefined) known.set(text, text);
    return first ?? text;
  };
}
