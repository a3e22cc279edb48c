import { DatasetError } from '../types.ts';

/** A failure that may pass, such as a dropped connection: worth another try. */
export class PassingError extends DatasetError {
  /** What the server asked to wait, in milliseconds. */
  readonly waitMs: number | undefined;

  constructor(message: string, options: ErrorOptions & { waitMs?: number | undefined } = {}) {
    super(message, options);
    this.waitMs = options.waitMs;
  }
}

/** A server that gives nothing at all, such as one over its quota: another may. */
export class ServerError extends DatasetError {}

/** One object that a server does not have, or has wrong: another may have it, and others may be had. */
export class ObjectError extends DatasetError {}

/** Runs a file operation; its failure names the file and says what to do. */
export async function onDisk<T>(path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const advice: Partial<Record<string, string>> = {
      ENOSPC: 'the disk is full; make room and run the same command again, what has arrived is kept',
      EDQUOT: 'the disk quota is used up; make room and run the same command again, what has arrived is kept',
      EACCES: 'permission denied; choose a folder that you may write to',
      EPERM: 'permission denied; choose a folder that you may write to',
      EROFS: 'the disk is read-only; choose another folder',
    };
    throw new DatasetError(`can't write ${path}: ${advice[code ?? ''] ?? message}`, { cause: error });
  }
}
