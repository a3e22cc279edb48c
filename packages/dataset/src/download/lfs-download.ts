import { eachConcurrently } from '../concurrency.ts';
import { DatasetError } from '../types.ts';
import { ObjectError, PassingError, ServerError } from './errors.ts';
import { hostOf } from './http.ts';
import { BATCH_SIZE, type DownloadAction, requestDownloads } from './lfs-batch.ts';
import type { LfsObject } from './lfs-pointer.ts';
import { type RetryPolicy, retrying } from './retry.ts';
import { StaleAction, transfer } from './transfer.ts';

/** So many files in a row that trouble kept from arriving mean that the server, or the network, is gone. */
const GIVE_UP_AFTER = 10;

/** A file whose content Git LFS keeps. */
export interface LfsFile extends LfsObject {
  /** Where it is to lie. */
  path: string;
}

export interface LfsDownloadOptions {
  /** Files fetched at once. */
  concurrency: number;
  retry?: RetryPolicy;
  signal?: AbortSignal;
  /** Called with how many bytes of a file are there. */
  onBytes: (file: LfsFile, bytes: number) => void;
  /** Called with a sentence when a server is given up for the next one. */
  onNotice: (text: string) => void;
}

/**
 * Fetches files from Git LFS servers: each file from the first server that has it. A server that gives nothing,
 * such as one over its quota, is asked no more.
 *
 * @param servers their addresses, which end in `/info/lfs`; contents are checked, so any of them will do.
 * @returns the files that no server has, with what the last one said.
 * @throws {DatasetError} if the last server gives nothing any more, or if a file can't be written.
 */
export async function downloadObjects(
  files: readonly LfsFile[],
  servers: readonly string[],
  options: LfsDownloadOptions,
): Promise<Map<LfsFile, ObjectError>> {
  const waiting = new Set(files);
  const failures = new Map<LfsFile, ObjectError>();
  for (const [i, server] of servers.entries()) {
    if (waiting.size === 0) break;
    try {
      await downloadFrom(server, waiting, failures, options);
    } catch (error) {
      if (!(error instanceof ServerError || error instanceof PassingError)) throw error;
      const next = servers[i + 1];
      if (next) options.onNotice(`${error.message}; going on with ${hostOf(next)}`);
      else if (failures.size < waiting.size) {
        throw new DatasetError(`${error.message}; run the same command again to go on`, { cause: error });
      }
    }
  }
  return failures;
}

/** Takes from `waiting` what has been fetched; notes in `failures` what this server does not have. */
async function downloadFrom(
  server: string,
  waiting: Set<LfsFile>,
  failures: Map<LfsFile, ObjectError>,
  options: LfsDownloadOptions,
): Promise<void> {
  let inARow = 0;
  await eachConcurrently(
    requestActions(server, [...waiting], options),
    options.concurrency,
    async (offer) => {
      const { file } = offer;
      try {
        await downloadFile(server, file, offer.action(), options);
        waiting.delete(file);
        failures.delete(file);
        inARow = 0;
      } catch (error) {
        if (!(error instanceof ObjectError)) throw error;
        failures.set(file, error);
        if (error.cause instanceof PassingError && ++inARow === GIVE_UP_AFTER) {
          throw new ServerError(error.message, { cause: error });
        }
      }
    },
  );
}

/** Asks for the files' addresses, a batch whenever the one before is used up: addresses do not hold for long. */
async function* requestActions(
  server: string,
  files: readonly LfsFile[],
  { retry, signal }: LfsDownloadOptions,
) {
  for (let start = 0; start < files.length; start += BATCH_SIZE) {
    const batch = files.slice(start, start + BATCH_SIZE);
    const objects = [...new Map(batch.map((file) => [file.oid, file])).values()];
    const actionFor = await retrying(() => requestDownloads(server, objects, signal), retry, signal);
    for (const file of batch) yield { file, action: () => actionFor(file.oid) };
  }
}

async function downloadFile(
  server: string,
  file: LfsFile,
  offered: DownloadAction,
  { retry, signal, onBytes }: LfsDownloadOptions,
): Promise<void> {
  let action: DownloadAction | undefined = offered;
  const attempt = async () => {
    if (!action || action.expiresAt <= Date.now()) {
      action = (await requestDownloads(server, [file], signal))(file.oid);
    }
    try {
      await transfer(file, action, file.path, {
        ...(signal && { signal }),
        onBytes: (bytes) => onBytes(file, bytes),
      });
    } catch (error) {
      if (error instanceof StaleAction) action = undefined;
      throw error;
    }
  };
  try {
    await retrying(attempt, retry, signal);
  } catch (error) {
    throw error instanceof PassingError ? new ObjectError(error.message, { cause: error }) : error;
  }
}
