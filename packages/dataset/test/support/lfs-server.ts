import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

export interface LfsOffer {
  oid: string;
  size: number;
  actions?: { download: Record<string, unknown> };
  error?: { code: number; message: string };
}

/** Takes a request over from the server's own answer if it returns true; `times` counts such requests from 1. */
type Fault = (request: IncomingMessage, response: ServerResponse, times: number) => boolean;

/** A repository as GitHub serves it: an archive of pointers, and Git LFS with its batch API. */
export interface LfsServer {
  /** The repository's address. */
  url: string;
  /** What Git LFS holds, by SHA-256. */
  objects: Map<string, Buffer>;
  /** What the archive holds. */
  entries: { name: string; content: string; type?: 'directory' | 'symlink'; linkname?: string }[];
  /** Method and path of every request, and its `Range` if it has one. */
  requests: string[];
  /** Number of objects asked for in each batch request. */
  batches: number[];
  onArchive: Fault;
  onBatch: Fault;
  onObject: Fault;
  /** May change what a batch request is answered for an object. */
  offer: (offer: LfsOffer) => LfsOffer;
  /** Answers requests for parts of an object with all of it. */
  ignoresRange: boolean;
  /** Adds a recording to the archive, as a pointer, and to Git LFS; gives its SHA-256. */
  add(name: string, content: Buffer | string): string;
  /** The archive's bytes. */
  archive(): Promise<Buffer>;
  close(): Promise<void>;
}

export async function startLfsServer(): Promise<LfsServer> {
  const times = new Map<string, number>();
  const count = (key: string) => {
    times.set(key, (times.get(key) ?? 0) + 1);
    return times.get(key) ?? 0;
  };
  const never: Fault = () => false;
  const http = createServer(async (request, response) => {
    const { method, url = '', headers } = request;
    server.requests.push(`${method} ${url}${headers.range ? ` ${headers.range}` : ''}`);
    if (url === '/corpus/archive/HEAD.tar.gz') {
      if (!server.onArchive(request, response, count('archive'))) response.end(await server.archive());
    } else if (method === 'POST' && url === '/corpus.git/info/lfs/objects/batch') {
      if (!server.onBatch(request, response, count('batch'))) await answerBatch(request, response);
    } else if (url.startsWith('/objects/')) {
      if (!server.onObject(request, response, count(url))) answerObject(request, response);
    } else {
      response.writeHead(404).end();
    }
  });

  const answerBatch = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    expect(request.headers.accept).toBe('application/vnd.git-lfs+json');
    expect(request.headers['content-type']).toBe('application/vnd.git-lfs+json');
    expect(body).toMatchObject({ operation: 'download', transfers: ['basic'], hash_algo: 'sha256' });
    server.batches.push(body.objects.length);
    const objects = body.objects.map(({ oid, size }: LfsOffer) =>
      server.offer(
        server.objects.has(oid)
          ? {
              oid,
              size,
              actions: {
                download: { href: `${origin()}/objects/${oid}`, header: { 'x-token': 'let me in' } },
              },
            }
          : { oid, size, error: { code: 404, message: 'Object does not exist' } },
      ),
    );
    response.setHeader('content-type', 'application/vnd.git-lfs+json');
    response.end(JSON.stringify({ transfer: 'basic', objects }));
  };

  const answerObject = ({ url = '', headers }: IncomingMessage, response: ServerResponse) => {
    const content = server.objects.get(/^\/objects\/(\w+)/.exec(url)?.[1] ?? '');
    const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    if (headers['x-token'] !== 'let me in') response.writeHead(403).end();
    else if (!content) response.writeHead(404).end();
    else if (start > 0 && !server.ignoresRange) {
      response.writeHead(206, { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` });
      response.end(content.subarray(start));
    } else {
      response.end(content);
    }
  };

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const origin = () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const server: LfsServer = {
    url: `${origin()}/corpus`,
    objects: new Map(),
    entries: [],
    requests: [],
    batches: [],
    onArchive: never,
    onBatch: never,
    onObject: never,
    offer: (offer) => offer,
    ignoresRange: false,
    add(name, content) {
      const bytes = Buffer.from(content as string);
      const oid = createHash('sha256').update(bytes).digest('hex');
      server.objects.set(oid, bytes);
      const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${bytes.length}\n`;
      server.entries.push({ name: `CREMA-D-HEAD/${name}`, content: pointer });
      return oid;
    },
    archive: () => packArchive(server.entries),
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

async function packArchive(entries: LfsServer['entries']): Promise<Buffer> {
  const tar = pack();
  for (const { content, ...header } of entries) tar.entry(header, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}
