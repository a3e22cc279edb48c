import { DatasetError } from '../types.ts';
import { PassingError } from './errors.ts';

/** A connection that brings nothing for so long counts as dropped. */
const STALL_MS = 60_000;

/** Answers that another try may better: timeouts, too many requests, and trouble of the server's own. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

export interface RequestOptions {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

export interface Reply {
  status: number;
  headers: Headers;
  /** To be read, or given up by {@link discard}: it holds the connection until then. */
  body: AsyncIterable<Uint8Array>;
  discard(): Promise<void>;
}

/**
 * One HTTP request over `fetch`, redirects followed.
 *
 * @throws {PassingError} if the connection fails or stalls, now or while the body is read, or if the answer is one
 * that may pass; with the wait that a `Retry-After` header asks for.
 * @throws the signal's reason once it is aborted.
 */
export async function request(url: string, { signal, ...init }: RequestOptions = {}): Promise<Reply> {
  signal?.throwIfAborted();
  const host = hostOf(url);
  const connection = new AbortController();
  const abort = () => connection.abort(signal?.reason);
  signal?.addEventListener('abort', abort);
  const stalled = new PassingError(`${host} sent nothing for ${STALL_MS / 1000} s`);
  const timer = setTimeout(() => connection.abort(stalled), STALL_MS);
  const release = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  };
  const explain = (error: unknown) => {
    if (signal?.aborted) return signal.reason;
    if (connection.signal.aborted) return stalled;
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    return new PassingError(`the connection to ${host} failed: ${why}`, { cause: error });
  };

  async function* read(response: Response): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of response.body ?? []) {
        timer.refresh();
        yield chunk;
      }
    } catch (error) {
      throw explain(error);
    } finally {
      release();
    }
  }

  let response: Response;
  try {
    response = await fetch(url, { ...init, signal: connection.signal });
  } catch (error) {
    release();
    throw explain(error);
  }
  const discard = async () => {
    release();
    await response.body?.cancel();
  };
  if (PASSING.has(response.status)) {
    await discard();
    throw new PassingError(`${host} answered ${response.status} ${response.statusText}`.trimEnd(), {
      waitMs: retryAfter(response.headers),
    });
  }
  return { status: response.status, headers: response.headers, body: read(response), discard };
}

export async function readText(reply: Reply): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of reply.body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** @throws {DatasetError} if it is no http or https address. */
export function hostOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') {
    throw new DatasetError(`"${url}" is no http or https address`);
  }
  return parsed.host;
}

/** Seconds or a date, as RFC 9110 has it, in milliseconds from now. */
function retryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after');
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
