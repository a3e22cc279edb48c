import { content, NAMES, useDownloadSite } from '../support/download-site.ts';

const site = useDownloadSite();
const { download, expectComplete, objectRequests } = site;

describe('trouble that passes', () => {
  it('goes on after a connection dropped in the middle of a file', async () => {
    site.server.onObject = (request, response, times) => {
      if (times > 1) return false;
      const oid = request.url?.split('/').at(-1) ?? '';
      const bytes = site.server.objects.get(oid) ?? Buffer.alloc(0);
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 100_000), () => setTimeout(() => response.socket?.destroy(), 20));
      return true;
    };
    await download();
    expect(objectRequests().filter((request) => / bytes=\d+-$/.test(request))).toHaveLength(3);
    await expectComplete();
  });

  it('fetches a content again that came wrong once', async () => {
    site.server.onObject = (_, response, times) => {
      if (times > 1) return false;
      response.end(Buffer.alloc(content(NAMES[0]).length));
      return true;
    };
    await download();
    await expectComplete();
  });

  it.each([
    [429, '1', 1, 950],
    [503, '0', 60_000, 0],
  ])('waits as long as an answer %i asks', async (status, seconds, delayMs, least) => {
    const calls: number[] = [];
    site.server.onBatch = (_, response, times) => {
      calls.push(performance.now());
      if (times > 1) return false;
      response.writeHead(status, { 'retry-after': seconds }).end();
      return true;
    };
    await download({ retry: { tries: 2, delayMs } });
    expect((calls[1] ?? 0) - (calls[0] ?? 0)).toBeGreaterThan(least);
    await expectComplete();
  });

  it('asks for a fresh address where one has expired', async () => {
    let offers = 0;
    site.server.offer = (offer) => {
      offers++;
      Object.assign(offer.actions?.download ?? {}, offers <= 3 && { expires_at: '2020-01-01T00:00:00Z' });
      return offer;
    };
    await download();
    expect(site.server.batches).toEqual([3, 1, 1, 1]);
    expect(objectRequests()).toHaveLength(3);
    await expectComplete();
  });

  it('asks for a fresh address where one is refused', async () => {
    site.server.onObject = (_, response, times) => {
      if (times > 1) return false;
      response.writeHead(403).end('Request has expired');
      return true;
    };
    await download();
    expect(site.server.batches).toEqual([3, 1, 1, 1]);
    await expectComplete();
  });

  it('reads the archive again that was dropped, damaged or cut short', async () => {
    const whole = await site.server.archive();
    site.server.onArchive = (_, response, times) => {
      if (times === 1) response.socket?.destroy();
      else if (times === 2) response.end('no gzip');
      else if (times === 3) response.end(whole.subarray(0, whole.length / 2));
      else return false;
      return true;
    };
    await download({ retry: { tries: 4, delayMs: 1 } });
    await expectComplete();
  });

  it('gives up after so many tries, and says whom and why', async () => {
    site.server.onBatch = (_, response) => {
      response.writeHead(503).end();
      return true;
    };
    await expect(download()).rejects.toThrow(
      /^127\.0\.0\.1:\d+ answered 503 Service Unavailable; run the same command again to go on$/,
    );
    expect(site.server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(3);
  });

  it('does not wait for hours', async () => {
    site.server.onBatch = (_, response) => {
      response.writeHead(429, { 'retry-after': '7200' }).end();
      return true;
    };
    await expect(download()).rejects.toThrow(/429 Too Many Requests/);
    expect(site.server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
  });
});
