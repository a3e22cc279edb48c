import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { claim, isClaimed, makeFolder, writeAtomically } from '@ser/dataset';
import { RunError } from './errors.ts';

/** The files of a run, all below its folder. */
export class RunDirectory {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Of its folder; with that of the run, where it is one of its folds. */
  get name(): string {
    const name = basename(this.path);
    return /^fold-\d+$/.test(name) ? `${basename(dirname(this.path))}-${name}` : name;
  }
  /** Everything resolved, defaults too. */
  get config(): string {
    return join(this.path, 'config.json');
  }
  /** Versions, device, backend, corpus fingerprint. */
  get environment(): string {
    return join(this.path, 'environment.json');
  }
  /** There while a process trains in the folder: its number. */
  get lock(): string {
    return join(this.path, 'training.lock');
  }
  /** Clip ids a side, and the audit. */
  get split(): string {
    return join(this.path, 'split.json');
  }
  /** A line an epoch. */
  get metrics(): string {
    return join(this.path, 'metrics.jsonl');
  }
  /** What it takes to go on and reach the same weights. */
  get checkpoint(): string {
    return join(this.path, 'checkpoint');
  }
  /** The bundle; there once training has ended. */
  get model(): string {
    return join(this.path, 'model');
  }
  get evaluation(): string {
    return join(this.path, 'evaluation');
  }
  get report(): string {
    return join(this.path, 'report.html');
  }

  /** One fold of a cross-validation: a run directory of its own, numbered from 1. */
  fold(fold: number): RunDirectory {
    return new RunDirectory(join(this.path, `fold-${fold + 1}`));
  }

  /** What one network of several that answer together is trained in, from 0; the first one in the run's own folder. */
  member(member: number): RunDirectory {
    return member === 0 ? this : new RunDirectory(join(this.path, `member-${member + 1}`));
  }

  /** Whether it holds no training of its own but one a fold. */
  isCrossValidation(): boolean {
    return existsSync(this.fold(0).config);
  }

  /** Makes the folder, so that what can't be written shows at once. */
  async make(): Promise<void> {
    await makeFolder(this.path).catch((error: Error) => this.#cannotMake(error));
  }

  /** Makes the folder unless it is there, and says whether it did: of two processes only one does. */
  async makeNew(): Promise<boolean> {
    try {
      await makeFolder(dirname(this.path));
      await mkdir(this.path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      return this.#cannotMake(error as Error);
    }
  }

  #cannotMake({ message }: Error): never {
    throw new RunError(`can't make the run directory ${this.path}: ${message}`);
  }

  /**
   * Keeps other processes from training here.
   *
   * @returns what gives the folder free again, or undefined if another process trains here
   */
  claim(): Promise<(() => Promise<void>) | undefined> {
    return claim(this.lock).catch((error: Error) => {
      throw new RunError(`can't write ${this.lock}: ${error.message}`);
    });
  }

  /** Whether a process trains here. */
  isClaimed(): Promise<boolean> {
    return isClaimed(this.lock);
  }

  exists(): boolean {
    return existsSync(this.config);
  }

  /** Whether training and evaluation came to their end: the metrics are written last. */
  finished(): boolean {
    return existsSync(join(this.evaluation, 'metrics.json'));
  }
}

/** Replaces a file in one step, its folder made if needed: a reader sees the old or the new one, never a part. */
export async function writeText(path: string, text: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    await writeAtomically(path, (file) => file.writeFile(text));
  } catch (error) {
    throw new RunError(`can't write ${path}: ${(error as Error).message}`);
  }
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeText(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Reads a JSON file of a run; `what` says in the error what the file is for. */
export async function readJson(path: string, what: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = missing ? 'is missing' : `can't be read (${(error as Error).message})`;
    throw new RunError(`${path} ${reason}: it holds ${what}. Is ${dirname(path)} a run of the trainer?`);
  }
}
