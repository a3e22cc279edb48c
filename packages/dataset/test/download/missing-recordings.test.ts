import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError } from '../../src/types.ts';
import { useDownloadSite } from '../support/download-site.ts';

const site = useDownloadSite();
const { download, expectComplete, objectRequests, out, wav } = site;

describe('recordings that can not be had', () => {
  it('are named after all others have been fetched', async () => {
    site.server.objects.delete([...site.server.objects.keys()][1] ?? '');
    const downloading = download();
    await expect(downloading).rejects.toThrow(DatasetError);
    await expect(downloading).rejects.toThrow(
      /^1 of 3 recordings could not be had, such as AudioWAV\/1001_DFA_SAD_XX\.wav: .* answered 404 Object does not exist; run the same command again/,
    );
    expect(await readdir(join(out(), 'AudioWAV'))).toEqual(['1001_DFA_ANG_XX.wav', '1002_DFA_ANG_XX.wav']);
  });

  it('are those whose content stays wrong; nothing of it is kept under their name', async () => {
    const [oid = ''] = site.server.objects.keys();
    site.server.objects.set(oid, Buffer.from('wrong for ever'.repeat(30_000)));
    await expect(download()).rejects.toThrow(
      /1001_DFA_ANG_XX\.wav: .* sent other content than the repository names/,
    );
    await expect(stat(wav('1001_DFA_ANG_XX'))).rejects.toThrow('ENOENT');
  });

  it('do not keep the others from arriving where the server fails on one alone', async () => {
    const [oid = ''] = site.server.objects.keys();
    site.server.onObject = (request, response) => {
      if (!request.url?.includes(oid)) return false;
      response.writeHead(500).end();
      return true;
    };
    await expect(download()).rejects.toThrow(
      /^1 of 3 recordings .* AudioWAV\/1001_DFA_ANG_XX\.wav: .* answered 500/,
    );
    expect(await readdir(join(out(), 'AudioWAV'))).toEqual(
      expect.arrayContaining(['1001_DFA_SAD_XX.wav', '1002_DFA_ANG_XX.wav']),
    );
  });

  it('end the download where the server fails on all of them', async () => {
    for (let i = 0; i < 60; i++) site.server.add(`AudioWAV/${2000 + i}_IEO_NEU_XX.wav`, `recording ${i}`);
    site.server.onObject = (_, response) => {
      response.writeHead(500).end();
      return true;
    };
    await expect(download()).rejects.toThrow(/answered 500 .*; run the same command again to go on$/);
    expect(objectRequests().length).toBeLessThan(3 * 20);
  });

  it('come from a mirror where that has them', async () => {
    const [oid = ''] = site.server.objects.keys();
    site.mirror.objects.set(oid, site.server.objects.get(oid) ?? Buffer.alloc(0));
    site.server.objects.delete(oid);
    expect(await download({ mirrors: [site.mirror.url] })).toMatchObject({ files: 3, fetched: 3 });
    expect(site.mirror.batches).toEqual([1]);
    await expectComplete();
  });
});

describe('a server over its quota', () => {
  beforeEach(() => {
    site.server.onBatch = (_, response) => {
      response.writeHead(403, { 'content-type': 'application/vnd.git-lfs+json' });
      response.end('{"message":"This repository exceeded its LFS budget."}');
      return true;
    };
  });

  it('is given up for a mirror, for good, and says so', async () => {
    for (let i = 0; i < 150; i++) site.server.add(`AudioWAV/${2000 + i}_IEO_NEU_XX.wav`, `recording ${i}`);
    for (const [oid, bytes] of site.server.objects) site.mirror.objects.set(oid, bytes);
    const notices: string[] = [];
    await download({ mirrors: [site.mirror.url], onNotice: (text) => notices.push(text) });
    expect(site.mirror.batches).toEqual([100, 53]);
    expect(site.server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
    expect(notices).toEqual([
      expect.stringMatching(
        /^127\.0\.0\.1:\d+ answered 403: This repository exceeded its LFS budget\.; going on with 127\.0\.0\.1:\d+$/,
      ),
    ]);
  });

  it('is an error where there is no mirror', async () => {
    await expect(download()).rejects.toThrow(/answered 403: This repository exceeded its LFS budget/);
  });
});
