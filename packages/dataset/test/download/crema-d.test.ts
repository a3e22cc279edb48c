import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCorpus } from '../../src/corpora/load.ts';
import type { DownloadProgress } from '../../src/download/crema-d.ts';
import { DatasetError } from '../../src/types.ts';
import { content, NAMES, useDownloadSite } from '../support/download-site.ts';

const site = useDownloadSite();
const { download, expectComplete, objectRequests, out, wav } = site;

it('fetches the recordings, tables and licence, and gives a corpus that loads', async () => {
  site.server.entries.push(
    { name: 'CREMA-D-HEAD/LICENSE.txt', content: 'Open Database License' },
    {
      name: 'CREMA-D-HEAD/VideoDemographics.csv',
      content: 'ActorID,Age,Sex,Race,Ethnicity\n1001,51,Male,,\n1002,21,Female,,\n',
    },
    { name: 'CREMA-D-HEAD/SentenceFilenames.csv', content: 'Stimulus_Number,Filename\n' },
    { name: 'CREMA-D-HEAD/processedResults/summaryTable.csv', content: 'FileName\n' },
    { name: 'CREMA-D-HEAD/finishedResponses.csv', content: 'of no use here' },
    { name: 'CREMA-D-HEAD/VideoFlash/1001_DFA_ANG_XX.flv', content: 'of no use here' },
    { name: 'CREMA-D-HEAD/docs', type: 'directory', content: '' },
  );
  const progress: DownloadProgress[] = [];
  const summary = await download({ onProgress: (now) => progress.push(now) });

  const bytes = NAMES.reduce((sum, name) => sum + content(name).length, 0);
  expect(summary).toEqual({ folder: out(), files: 3, bytes, fetched: 3 });
  expect(progress.at(-1)).toEqual({ files: 3, totalFiles: 3, bytes, totalBytes: bytes });
  await expectComplete();
  expect((await readdir(out())).sort()).toEqual([
    'AudioWAV',
    'LICENSE.txt',
    'SentenceFilenames.csv',
    'VideoDemographics.csv',
    'processedResults',
  ]);
  const corpus = await loadCorpus(out(), { strict: true });
  expect(corpus).toMatchObject({ name: 'crema-d', clips: { length: 3 } });
  expect(corpus.clips[0]).toMatchObject({ sex: 'male', age: 51 });
});

it('asks for at most 100 objects at once', async () => {
  for (let i = 0; i < 230; i++) site.server.add(`AudioWAV/${1000 + i}_IEO_NEU_XX.wav`, `recording ${i}`);
  expect(await download()).toMatchObject({ files: 233, fetched: 233 });
  expect(site.server.batches).toEqual([100, 100, 33]);
});

it('asks once for a content that two recordings share', async () => {
  site.server.add('AudioWAV/1003_IEO_NEU_XX.wav', content(NAMES[0]));
  expect(await download()).toMatchObject({ files: 4 });
  expect(site.server.batches).toEqual([3]);
});

describe('a second run', () => {
  it('fetches nothing that is there and right', async () => {
    await download();
    site.server.requests.length = 0;
    expect(await download()).toMatchObject({ files: 3, fetched: 0 });
    expect(site.server.requests).toEqual(['GET /corpus/archive/HEAD.tar.gz']);
  });

  it('leaves a whole corpus whole where nothing answers', async () => {
    await download();
    await site.server.close();
    await expect(download({ retry: { tries: 1 } })).rejects.toThrow(DatasetError);
    expect((await loadCorpus(out())).clips).toHaveLength(3);
  });

  it('fetches what is gone, damaged, or a pointer still', async () => {
    await download();
    const damaged = content(NAMES[0]);
    damaged[5] = 0;
    await writeFile(wav(NAMES[0]), damaged);
    await writeFile(wav(NAMES[1]), site.server.entries[1]?.content ?? '');
    expect(await download()).toMatchObject({ files: 3, fetched: 2 });
    await expectComplete();
  });

  it('continues a part where it ends', async () => {
    await mkdir(join(out(), 'AudioWAV'), { recursive: true });
    const [name] = NAMES;
    await writeFile(`${wav(name)}.part`, content(name).subarray(0, 1000));
    await download();
    expect(objectRequests().filter((request) => request.includes('bytes='))).toEqual([
      expect.stringMatching(/ bytes=1000-$/),
    ]);
    await expectComplete();
  });

  it('starts anew where the server does not know ranges', async () => {
    site.server.ignoresRange = true;
    await mkdir(join(out(), 'AudioWAV'), { recursive: true });
    await writeFile(`${wav(NAMES[0])}.part`, content(NAMES[0]).subarray(0, 1000));
    await download();
    await expectComplete();
  });

  it.each([
    ['of another content', Buffer.from('something else')],
    ['longer than the recording', Buffer.alloc(1_000_000)],
    ['as long as the recording, but another', Buffer.alloc(content(NAMES[0]).length)],
  ])('does not trust a part %s', async (_, part) => {
    await mkdir(join(out(), 'AudioWAV'), { recursive: true });
    await writeFile(`${wav(NAMES[0])}.part`, part);
    await download();
    await expectComplete();
  });
});

it('goes on in one process at a time', async () => {
  const first = download();
  await expect(download()).rejects.toThrow(/another process downloads to .*crema-d/);
  await first;
  await expectComplete();
  expect(await readdir(out())).not.toContain('.downloading');
});

it('can be stopped, and then goes on where it was', async () => {
  const controller = new AbortController();
  const reason = new Error('interrupted');
  const [first = ''] = site.server.objects.keys();
  const part = `${wav(NAMES[0])}.part`;
  site.server.onObject = (request, response, times) => {
    if (times > 1 || !request.url?.includes(first)) return false;
    const bytes = site.server.objects.get(first) ?? Buffer.alloc(0);
    response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, 50_000));
    const timer = setInterval(async () => {
      if ((await stat(part)).size < 50_000) return;
      clearInterval(timer);
      controller.abort(reason);
    }, 5);
    return true;
  };
  await expect(download({ signal: controller.signal, concurrency: 1 })).rejects.toBe(reason);
  expect((await stat(part)).size).toBe(50_000);
  await expect(stat(wav(NAMES[0]))).rejects.toThrow('ENOENT');
  await expect(loadCorpus(out())).rejects.toThrow(
    /crema-d has been downloaded in part only: run the download again/,
  );

  await download();
  expect(objectRequests().some((request) => request.endsWith(' bytes=50000-'))).toBe(true);
  await expectComplete();
});
