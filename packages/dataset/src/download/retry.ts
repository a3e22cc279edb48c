import { setTimeout as sleep } from 'node:timers/promises';
import { PassingError } from './errors.ts';

export interface RetryPolicy {
  /** Tries in all. Default 6. */
  tries?: number;
  /** Wait before the second try, in milliseconds; it doubles with every further one, up to 30 s. Default 500. */
  delayMs?: number;
}

const LONGEST_DELAY_MS = 30_000;
/** A server that asks for more patience than this is taken at its word: the command ends and can be run again. */
const LONGEST_WAIT_MS = 5 * 60_000;

/** Tries again after a {@link PassingError}; what is thrown last comes through, and any other error at once. */
export async function retrying<T>(
  work: () => Promise<T>,
  { tries = 6, delayMs = 500 }: RetryPolicy = {},
  signal?: AbortSignal,
): Promise<T> {
  for (let left = tries - 1; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PassingError) || left <= 0) throw error;
      const wait = error.waitMs ?? Math.min(delayMs * 2 ** (tries - 1 - left), LONGEST_DELAY_MS);
      if (wait > LONGEST_WAIT_MS) throw error;
      await sleep(wait, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
    }
  }
}
