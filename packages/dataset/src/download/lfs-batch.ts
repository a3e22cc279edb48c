import { ObjectError, ServerError } from './errors.ts';
import { hostOf, readText, request } from './http.ts';
import type { LfsObject } from './lfs-pointer.ts';

/** Objects that one batch request may name. */
export const BATCH_SIZE = 100;

const LFS_JSON = 'application/vnd.git-lfs+json';

/** Where and how an object can be fetched. */
export interface DownloadAction {
  href: string;
  headers: Record<string, string>;
  /** Milliseconds since the epoch; infinity if it never expires. */
  expiresAt: number;
}

/**
 * Asks a Git LFS server for objects, by the batch API with basic transfers
 * (github.com/git-lfs/git-lfs/blob/main/docs/api/batch.md).
 *
 * @param server its address, which ends in `/info/lfs`.
 * @returns a function that gives the action for an object's id, or throws an {@link ObjectError} with what the
 * server has against it.
 * @throws {ServerError} if the server refuses the whole request or answers nonsense, {@link PassingError} if
 * another try may do.
 */
export async function requestDownloads(
  server: string,
  objects: readonly LfsObject[],
  signal?: AbortSignal,
): Promise<(oid: string) => DownloadAction> {
  const host = hostOf(server);
  const reply = await request(`${server}/objects/batch`, {
    method: 'POST',
    headers: { accept: LFS_JSON, 'content-type': LFS_JSON },
    body: JSON.stringify({
      operation: 'download',
      transfers: ['basic'],
      objects: objects.map(({ oid, size }) => ({ oid, size })),
      hash_algo: 'sha256',
    }),
    ...(signal && { signal }),
  });
  const text = await readText(reply);
  const answer = parseJson(text);
  if (reply.status !== 200) {
    const said = isRecord(answer) && typeof answer.message === 'string' ? `: ${answer.message}` : '';
    throw new ServerError(`${host} answered ${reply.status}${said}`);
  }
  if (!isRecord(answer) || !Array.isArray(answer.objects)) {
    throw new ServerError(`${host} answered with something else than a Git LFS batch`);
  }
  if (answer.transfer !== undefined && answer.transfer !== 'basic') {
    throw new ServerError(`${host} wants the transfer "${answer.transfer}", which was not offered`);
  }
  const offered = new Map<unknown, unknown>(answer.objects.map((one) => [isRecord(one) && one.oid, one]));
  return (oid) => readObject(offered.get(oid), host);
}

function readObject(offer: unknown, host: string): DownloadAction {
  if (!isRecord(offer)) throw new ObjectError(`${host} left it out of its answer`);
  const { error, actions } = offer;
  if (isRecord(error)) throw new ObjectError(`${host} answered ${error.code} ${error.message}`);
  const action = isRecord(actions) ? actions.download : undefined;
  if (!isRecord(action) || typeof action.href !== 'string') {
    throw new ObjectError(`${host} offers no download for it`);
  }
  hostOf(action.href);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(isRecord(action.header) ? action.header : {})) {
    headers[name] = String(value);
  }
  return { href: action.href, headers, expiresAt: readExpiry(action) };
}

/** `expires_in` in seconds goes before the date `expires_at`, as the specification says. */
function readExpiry({ expires_in, expires_at }: Record<string, unknown>): number {
  if (typeof expires_in === 'number' && expires_in !== 0) return Date.now() + expires_in * 1000;
  const date = typeof expires_at === 'string' ? Date.parse(expires_at) : Number.NaN;
  return Number.isNaN(date) ? Number.POSITIVE_INFINITY : date;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
