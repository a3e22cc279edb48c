import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, type Running, run, start } from './process.ts';
import { writeToneCorpus } from './tone-corpus.ts';

const TRAINER = 'trainer/dist/train.js';

/** A temporary folder with a tone corpus, in which runs are trained; it goes when the file's tests have ended. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'train-'));
  readonly cache = this.path('cache');
  readonly corpus = writeToneCorpus(this.path('corpus'));
  /** The options of the run that others are held against. */
  readonly reference = [
    ...['--corpus', this.corpus, '--model', 'tiny'],
    ...['--epochs', '3', '--batch-size', '8', '--seed', '7'],
  ];

  constructor() {
    afterAll(() => rmSync(this.folder, { recursive: true }));
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Trains in the folder `out` to the end. */
  train(out: string, ...args: string[]): Promise<Ended> {
    return run(TRAINER, this.#arguments(out, args));
  }

  /** Begins to train in the folder `out`. */
  begin(out: string, ...args: string[]): Running {
    return start(TRAINER, this.#arguments(out, args));
  }

  #arguments(out: string, args: string[]): string[] {
    return ['--cache', this.cache, '--out', this.path(out), ...args];
  }

  readText(...names: string[]): string {
    return readFileSync(this.path(...names), 'utf8');
  }

  readJson(...names: string[]) {
    return JSON.parse(this.readText(...names));
  }

  /** Of a run's weights. */
  hash(out: string): string {
    return createHash('sha256')
      .update(readFileSync(this.path(out, 'model', 'weights.bin')))
      .digest('hex');
  }
}
