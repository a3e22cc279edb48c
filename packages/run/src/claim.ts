import { readFile, rm, writeFile } from 'node:fs/promises';
import { isAlive } from '@ser/dataset';
import { RunError } from './errors.ts';
import type { RunDirectory } from './run-directory.ts';

/**
 * Keeps other processes from training in a run directory. What a process that was killed left behind doesn't count.
 *
 * @returns what gives it free again
 * @throws {@link RunError} if another process trains there
 */
export async function claimRun(run: RunDirectory): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await writeFile(run.lock, `${process.pid}\n`, { flag: 'wx' });
      return () => rm(run.lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new RunError(`can't write ${run.lock}: ${(error as Error).message}`);
      }
    }
    if (await isClaimed(run)) {
      throw new RunError(
        `another process trains in ${run.path}; wait for it, or name another folder with --out. If none does, remove ${run.lock}`,
      );
    }
    await rm(run.lock, { force: true });
  }
}

/** Whether a process trains in a run directory. */
export async function isClaimed(run: RunDirectory): Promise<boolean> {
  const text = await readFile(run.lock, 'utf8').catch(() => undefined);
  return text !== undefined && isAlive(Number(text));
}
