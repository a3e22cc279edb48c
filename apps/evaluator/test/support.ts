import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../trainer/test/support/process.ts';
import { type ToneCorpusOptions, writeToneCorpus } from '../../trainer/test/support/tone-corpus.ts';

/** A folder with a corpus of tones and runs that were trained on it, by the real commands. */
export function createWorkshop() {
  const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
  const cache = join(folder, 'cache');
  const path = (...parts: string[]) => join(folder, ...parts);
  return {
    path,
    corpus: (name: string, options?: ToneCorpusOptions) => writeToneCorpus(path(name), options),
    train: async (out: string, ...args: string[]) => {
      const { status, stderr } = await run('trainer/dist/train.js', [
        ...['--cache', cache, '--out', path(out), '--model', 'tiny', '--epochs', '2', '--batch-size', '8'],
        ...args,
      ]);
      if (status !== 0) throw new Error(stderr);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
