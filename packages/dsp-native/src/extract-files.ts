import {
  type AudioBatch,
  allocateFloats,
  type CallOptions,
  countsToOffsets,
  DspError,
  type RecipeFeatures,
} from '@ser/dsp';
import type { NativeAddon, NativeEngine, NativeReading } from './addon.ts';
import { FilePlanner, type FileRecipe } from './file-recipe.ts';
import { runJob } from './run-job.ts';

/** What came of a file: its audio's length in seconds and rate in Hz, or why there are no features, naming the file. */
export type FileOutcome =
  | { path: string; seconds: number; sampleRate: number; error?: never }
  | { path: string; error: string };

/** Features of some files. A file that failed has no segments. */
export interface FileBlock extends RecipeFeatures {
  files: FileOutcome[];
}

/** Memory for the samples of a block: half a minute of float speech at 16 kHz, or twice that of 16-bit. */
const BLOCK_BYTES = 2 ** 21;

/** Paths handed over at once. */
const MOST_FILES = 256;

/** Blocks at the engine: one that it works at, and one in line. */
const BLOCKS_AT_ONCE = 2;

/** Blocks of features, in the order of `paths`: while the engine works at some, the next files are read. */
export async function* extractFiles(
  addon: NativeAddon,
  engine: NativeEngine,
  paths: readonly string[],
  recipe: FileRecipe,
  { signal, onProgress }: CallOptions = {},
): AsyncGenerator<FileBlock> {
  const planner = new FilePlanner(recipe);
  const reader = new Reader(addon, paths);
  const stop = new AbortController();
  const cancel = () => {
    reader.cancel();
    stop.abort(signal?.reason);
  };
  signal?.throwIfAborted();
  signal?.addEventListener('abort', cancel);
  const underWay: Promise<FileBlock>[] = [];
  let done = 0;
  try {
    let reading = reader.next();
    for (;;) {
      const group = await reading;
      signal?.throwIfAborted();
      if (group) {
        reading = reader.next();
        underWay.push(quiet(extract(engine, planner, group, stop.signal)));
      }
      if (underWay.length === 0) break;
      if (group && underWay.length < BLOCKS_AT_ONCE) continue;
      const block = (await underWay.shift()) as FileBlock;
      done += block.files.length;
      onProgress?.(done, paths.length);
      yield block;
      signal?.throwIfAborted();
    }
    if (paths.length === 0) onProgress?.(0, 0);
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancel();
    await Promise.allSettled(underWay);
  }
}

/** Samples of some files, in memory that goes back to the reader by `release()`. */
interface Group {
  files: FileOutcome[];
  batch: AudioBatch;
  /** Which of the files each clip of the batch is. */
  fileOf: number[];
  release(): void;
}

/** Reads files in order, group by group. */
class Reader {
  readonly #addon: NativeAddon;
  readonly #paths: readonly string[];
  readonly #free: Uint8Array[] = [];
  readonly #cancelled = new Int32Array(1);
  #position = 0;

  constructor(addon: NativeAddon, paths: readonly string[]) {
    this.#addon = addon;
    this.#paths = paths;
  }

  cancel(): void {
    Atomics.store(this.#cancelled, 0, 1);
  }

  /** The next group, or undefined after the last. One call at a time. */
  next(): Promise<Group | undefined> {
    return quiet(this.#next());
  }

  async #next(): Promise<Group | undefined> {
    if (this.#position >= this.#paths.length) return undefined;
    const paths = this.#paths.slice(this.#position, this.#position + MOST_FILES);
    let memory = this.#free.pop() ?? new Uint8Array(BLOCK_BYTES);
    let reading = await this.#addon.readWavFiles(paths, memory, this.#cancelled);
    if (reading.bytesNeeded > 0) {
      this.#free.push(memory);
      memory = new Uint8Array(allocateFloats(Math.ceil(reading.bytesNeeded / 4)).buffer);
      reading = await this.#addon.readWavFiles(paths.slice(0, 1), memory, this.#cancelled);
    }
    this.#position += reading.files.length;
    const release = () => {
      if (memory.length === BLOCK_BYTES) this.#free.push(memory);
    };
    return { ...toBatch(paths, memory, reading), release };
  }
}

function toBatch(paths: readonly string[], memory: Uint8Array, { files, isInt16 }: NativeReading) {
  const fileOf: number[] = [];
  const counts: number[] = [];
  let sampleRate = 1;
  const outcomes = files.map((file, i): FileOutcome => {
    const path = paths[i] as string;
    if (file.error !== undefined) return { path, error: `${path}: ${file.error}` };
    fileOf.push(i);
    counts.push(file.samples);
    sampleRate = file.sampleRate;
    return { path, seconds: file.samples / sampleRate, sampleRate };
  });
  const offsets = countsToOffsets(counts);
  const kind = isInt16 ? Int16Array : Float32Array;
  const samples = new kind(memory.buffer as ArrayBuffer, 0, offsets.at(-1)!);
  return { files: outcomes, batch: { samples, offsets, sampleRate }, fileOf };
}

async function extract(
  engine: NativeEngine,
  planner: FilePlanner,
  { files, batch, fileOf, release }: Group,
  signal: AbortSignal,
): Promise<FileBlock> {
  try {
    const { params, rowOffsets, width, segmentOffsets, errors } = planner.plan(batch);
    const data = allocateFloats(rowOffsets.at(-1)! * width);
    if (data.length > 0) {
      const job = { ...batch, output: data, outputOffsets: rowOffsets, width, params };
      await runJob(engine, 'recipe', job, { signal });
    }
    for (const [clip, error] of errors) {
      const { path } = files[fileOf[clip]!]!;
      files[fileOf[clip]!] = { path, error: `${path}: ${error}` };
    }
    // Files that failed stand among the others with no segments.
    const counts = new Array<number>(files.length).fill(0);
    for (const [clip, file] of fileOf.entries()) {
      if (!errors.has(clip)) counts[file] = segmentOffsets[clip + 1]! - segmentOffsets[clip]!;
    }
    const offsets = rowOffsets.filter((_, piece) => !errors.has(piece));
    return { files, frames: { data, offsets, width }, segmentOffsets: countsToOffsets(counts) };
  } catch (error) {
    throw error instanceof DspError || signal.aborted ? error : new DspError((error as Error).message);
  } finally {
    release();
  }
}

/** A rejection that comes while nobody waits for the promise is told to whoever awaits it later. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
