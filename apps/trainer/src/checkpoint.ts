import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '@ser/dataset';
import type { NamedArrays } from '@ser/models';
import { RunError, readJson, writeJson } from '@ser/run';

/** A file of arrays end to end, as `state.json` describes it. */
interface ArrayFile {
  file: string;
  sha256: string;
  arrays: { name: string; length: number }[];
}

/**
 * A checkpoint is `state.json`, replaced atomically, and the array files that it names. New arrays are on
 * disk before the state that names them, and old ones go after it, so whenever the process dies there is one
 * whole checkpoint.
 */
export class CheckpointStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  exists(): boolean {
    return existsSync(join(this.#folder, 'state.json'));
  }

  /**
   * @param state JSON; must hold what the arrays do not
   * @param files arrays by file stem; a stem already on disk under the same name is kept as it is, so a stem
   *   has to change with its content
   */
  async save(state: unknown, files: Record<string, NamedArrays>): Promise<void> {
    await makeFolder(this.#folder);
    const previous = this.exists() ? await this.#index() : undefined;
    const index: ArrayFile[] = [];
    for (const [stem, arrays] of Object.entries(files)) {
      const known = previous?.find(({ file }) => file === `${stem}.bin`);
      index.push(known ?? (await this.#writeArrays(`${stem}.bin`, arrays)));
    }
    await writeJson(join(this.#folder, 'state.json'), { state, files: index });
    await this.#removeOthers(new Set(['state.json', ...index.map(({ file }) => file)]));
  }

  /** The state, and the arrays by file stem. */
  async load(): Promise<{ state: unknown; files: Record<string, NamedArrays> }> {
    const path = join(this.#folder, 'state.json');
    const { state } = (await readJson(path, 'the training state')) as { state: unknown };
    const files: Record<string, NamedArrays> = {};
    for (const entry of await this.#index()) {
      files[entry.file.replace(/\.bin$/, '')] = await this.#readArrays(entry);
    }
    return { state, files };
  }

  async #index(): Promise<ArrayFile[]> {
    const path = join(this.#folder, 'state.json');
    return ((await readJson(path, 'the training state')) as { files: ArrayFile[] }).files;
  }

  async #writeArrays(file: string, arrays: NamedArrays): Promise<ArrayFile> {
    const path = join(this.#folder, file);
    const hash = createHash('sha256');
    try {
      const handle = await open(path, 'w');
      try {
        for (const values of Object.values(arrays)) {
          const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
          hash.update(bytes);
          await handle.writeFile(bytes);
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      await rm(path, { force: true });
      throw new RunError(`can't write the checkpoint ${path}: ${(error as Error).message}`);
    }
    const lengths = Object.entries(arrays).map(([name, { length }]) => ({ name, length }));
    return { file, sha256: hash.digest('hex'), arrays: lengths };
  }

  async #readArrays({ file, sha256, arrays }: ArrayFile): Promise<NamedArrays> {
    const path = join(this.#folder, file);
    let bytes: Buffer;
    try {
      bytes = await readFile(path);
    } catch (error) {
      throw new RunError(`can't read the checkpoint ${path}: ${(error as Error).message}`);
    }
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
      throw new RunError(
        `the checkpoint ${path} was altered or cut short; start the run anew in another folder`,
      );
    }
    const result: NamedArrays = {};
    let offset = 0;
    for (const { name, length } of arrays) {
      // A copy, since a pooled Buffer need not be aligned to 4 bytes.
      result[name] = new Float32Array(
        bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + offset + 4 * length),
      );
      offset += 4 * length;
    }
    return result;
  }

  async #removeOthers(keep: Set<string>): Promise<void> {
    for (const file of await readdir(this.#folder)) {
      if (!keep.has(file)) await rm(join(this.#folder, file), { force: true });
    }
  }
}
