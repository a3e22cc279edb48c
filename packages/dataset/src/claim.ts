import { readFile, rm, writeFile } from 'node:fs/promises';
import { isAlive } from './atomic.ts';

/**
 * Keeps other processes out of a folder, by a file in it that holds this one's number. What a process that was killed left
 * behind doesn't count.
 *
 * @returns what gives the folder free again, or undefined if another process has it. Rejects if the file can't be written
 */
export async function claim(lock: string): Promise<(() => Promise<void>) | undefined> {
  for (;;) {
    try {
      await writeFile(lock, `${process.pid}\n`, { flag: 'wx' });
      return () => rm(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (await isClaimed(lock)) return undefined;
    await rm(lock, { force: true });
  }
}

/** Whether a process holds a claim. */
export async function isClaimed(lock: string): Promise<boolean> {
  const text = await readFile(lock, 'utf8').catch(() => undefined);
  return text !== undefined && isAlive(Number(text));
}
