import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCorpus } from '../../src/corpora/load.ts';
import { type CremaDOptions, type DownloadProgress, downloadCremaD } from '../../src/download/crema-d.ts';
import { DatasetError } from '../../src/types.ts';
import { type LfsServer, startLfsServer } from '../support/lfs-server.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();
const out = () => join(temp(), 'crema-d');
const names = ['1001_DFA_ANG_XX', '1001_DFA_SAD_XX', '1002_DFA_ANG_XX'];
const wav = (name: string) => join(out(), 'AudioWAV', `${name}.wav`);
/** Longer than one packet, and another for each name. */
const content = (name: string) => Buffer.from(name.repeat(20_000));

let server: LfsServer;
let mirror: LfsServer;

beforeEach(async () => {
  server = await startLfsServer();
  mirror = await startLfsServer();
  for (const name of names) server.add(`AudioWAV/${name}.wav`, content(name));
});
afterEach(async () => {
  await server.close();
  await mirror.close();
});

const download = (options: Partial<CremaDOptions> = {}) =>
  downloadCremaD({ out: out(), url: server.url, retry: { tries: 3, delayMs: 1 }, ...options });

const objectRequests = () => server.requests.filter((request) => request.startsWith('GET /objects/'));

async function expectComplete(): Promise<void> {
  expect(await readdir(join(out(), 'AudioWAV'))).toEqual(names.map((name) => `${name}.wav`));
  for (const name of names) expect((await readFile(wav(name))).equals(content(name))).toBe(true);
}

it('fetches the recordings, tables and licence, and gives a corpus that loads', async () => {
  server.entries.push(
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

  const bytes = names.reduce((sum, name) => sum + content(name).length, 0);
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
  for (let i = 0; i < 230; i++) server.add(`AudioWAV/${1000 + i}_IEO_NEU_XX.wav`, `recording ${i}`);
  expect(await download()).toMatchObject({ files: 233, fetched: 233 });
  expect(server.batches).toEqual([100, 100, 33]);
});

it('asks once for a content that two recordings share', async () => {
  server.add('AudioWAV/1003_IEO_NEU_XX.wav', content(names[0] as string));
  expect(await download()).toMatchObject({ files: 4 });
  expect(server.batches).toEqual([3]);
});

describe('a second run', () => {
  it('fetches nothing that is there and right', async () => {
    await download();
    server.requests.length = 0;
    expect(await download()).toMatchObject({ files: 3, fetched: 0 });
    expect(server.requests).toEqual(['GET /corpus/archive/HEAD.tar.gz']);
  });

  it('leaves a whole corpus whole where nothing answers', async () => {
    await download();
    await server.close();
    await expect(download({ retry: { tries: 1 } })).rejects.toThrow(DatasetError);
    expect((await loadCorpus(out())).clips).toHaveLength(3);
  });

  it('fetches what is gone, damaged, or a pointer still', async () => {
    await download();
    const damaged = content(names[0] as string);
    damaged[5] = 0;
    await writeFile(wav(names[0] as string), damaged);
    await writeFile(wav(names[1] as string), server.entries[1]?.content ?? '');
    expect(await download()).toMatchObject({ files: 3, fetched: 2 });
    await expectComplete();
  });

  it('continues a part where it ends', async () => {
    await mkdir(join(out(), 'AudioWAV'), { recursive: true });
    const [name = ''] = names;
    await writeFile(`${wav(name)}.part`, content(name).subarray(0, 1000));
    await download();
    expect(objectRequests().filter((request) => request.includes('bytes='))).toEqual([
      expect.stringMatching(/ bytes=1000-$/),
    ]);
    await expectComplete();
  });

  it('starts anew where the server does not know ranges', async () => {
    server.ignoresRange = true;
    await mkdir(join(out(), 'AudioWAV'), { recursive: true });
    await writeFile(`${wav(names[0] as string)}.part`, content(names[0] as string).subarray(0, 1000));
    await download();
    await expectComplete();
  });

  it.each([
    ['of another content', Buffer.from('something else')],
    ['longer than the recording', Buffer.alloc(1_000_000)],
    ['as long as the recording, but another', Buffer.alloc(content(names[0] as string).length)],
  ])('does not trust a part %s', async (_, part) => {
    await mkdir(join(out(), 'AudioWAV'), { recursive: true });
    await writeFile(`${wav(names[0] as string)}.part`, part);
    await download();
    await expectComplete();
  });
});

describe('trouble that passes', () => {
  it('goes on after a connection dropped in the middle of a file', async () => {
    server.onObject = (request, response, times) => {
      if (times > 1) return false;
      const oid = request.url?.split('/').at(-1) ?? '';
      const bytes = server.objects.get(oid) ?? Buffer.alloc(0);
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 100_000), () => setTimeout(() => response.socket?.destroy(), 20));
      return true;
    };
    await download();
    expect(objectRequests().filter((request) => / bytes=\d+-$/.test(request))).toHaveLength(3);
    await expectComplete();
  });

  it('fetches a content again that came wrong once', async () => {
    server.onObject = (_, response, times) => {
      if (times > 1) return false;
      response.end(Buffer.alloc(content(names[0] as string).length));
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
    server.onBatch = (_, response, times) => {
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
    server.offer = (offer) => {
      offers++;
      Object.assign(offer.actions?.download ?? {}, offers <= 3 && { expires_at: '2020-01-01T00:00:00Z' });
      return offer;
    };
    await download();
    expect(server.batches).toEqual([3, 1, 1, 1]);
    expect(objectRequests()).toHaveLength(3);
    await expectComplete();
  });

  it('asks for a fresh address where one is refused', async () => {
    server.onObject = (_, response, times) => {
      if (times > 1) return false;
      response.writeHead(403).end('Request has expired');
      return true;
    };
    await download();
    expect(server.batches).toEqual([3, 1, 1, 1]);
    await expectComplete();
  });

  it('reads the archive again that was dropped, damaged or cut short', async () => {
    const whole = await server.archive();
    server.onArchive = (_, response, times) => {
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
    server.onBatch = (_, response) => {
      response.writeHead(503).end();
      return true;
    };
    await expect(download()).rejects.toThrow(
      /^127\.0\.0\.1:\d+ answered 503 Service Unavailable; run the same command again to go on$/,
    );
    expect(server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(3);
  });

  it('does not wait for hours', async () => {
    server.onBatch = (_, response) => {
      response.writeHead(429, { 'retry-after': '7200' }).end();
      return true;
    };
    await expect(download()).rejects.toThrow(/429 Too Many Requests/);
    expect(server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
  });
});

describe('recordings that can not be had', () => {
  it('are named after all others have been fetched', async () => {
    server.objects.delete([...server.objects.keys()][1] ?? '');
    const downloading = download();
    await expect(downloading).rejects.toThrow(DatasetError);
    await expect(downloading).rejects.toThrow(
      /^1 of 3 recordings could not be had, such as AudioWAV\/1001_DFA_SAD_XX\.wav: .* answered 404 Object does not exist; run the same command again/,
    );
    expect(await readdir(join(out(), 'AudioWAV'))).toEqual(['1001_DFA_ANG_XX.wav', '1002_DFA_ANG_XX.wav']);
  });

  it('are those whose content stays wrong; nothing of it is kept under their name', async () => {
    const [oid = ''] = server.objects.keys();
    server.objects.set(oid, Buffer.from('wrong for ever'.repeat(30_000)));
    await expect(download()).rejects.toThrow(
      /1001_DFA_ANG_XX\.wav: .* sent other content than the repository names/,
    );
    await expect(stat(wav('1001_DFA_ANG_XX'))).rejects.toThrow('ENOENT');
  });

  it('do not keep the others from arriving where the server fails on one alone', async () => {
    const [oid = ''] = server.objects.keys();
    server.onObject = (request, response) => {
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
    for (let i = 0; i < 60; i++) server.add(`AudioWAV/${2000 + i}_IEO_NEU_XX.wav`, `recording ${i}`);
    server.onObject = (_, response) => {
      response.writeHead(500).end();
      return true;
    };
    await expect(download()).rejects.toThrow(/answered 500 .*; run the same command again to go on$/);
    expect(objectRequests().length).toBeLessThan(3 * 20);
  });

  it('come from a mirror where that has them', async () => {
    const [oid = ''] = server.objects.keys();
    mirror.objects.set(oid, server.objects.get(oid) ?? Buffer.alloc(0));
    server.objects.delete(oid);
    expect(await download({ mirrors: [mirror.url] })).toMatchObject({ files: 3, fetched: 3 });
    expect(mirror.batches).toEqual([1]);
    await expectComplete();
  });
});

describe('a server over its quota', () => {
  beforeEach(() => {
    server.onBatch = (_, response) => {
      response.writeHead(403, { 'content-type': 'application/vnd.git-lfs+json' });
      response.end('{"message":"This repository exceeded its LFS budget."}');
      return true;
    };
  });

  it('is given up for a mirror, for good, and says so', async () => {
    for (let i = 0; i < 150; i++) server.add(`AudioWAV/${2000 + i}_IEO_NEU_XX.wav`, `recording ${i}`);
    for (const [oid, bytes] of server.objects) mirror.objects.set(oid, bytes);
    const notices: string[] = [];
    await download({ mirrors: [mirror.url], onNotice: (text) => notices.push(text) });
    expect(mirror.batches).toEqual([100, 53]);
    expect(server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
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

describe('an archive', () => {
  it.each(['CREMA-D-HEAD/../../evil.wav', '/etc/evil.wav', '../AudioWAV/evil.wav'])(
    'is refused if it has a path such as %s',
    async (name) => {
      server.entries.push({ name, content: 'evil' });
      await expect(download()).rejects.toThrow(`the path "${name}" leads out of the archive`);
      expect(await readdir(temp())).toEqual(['crema-d']);
      expect(objectRequests()).toEqual([]);
    },
  );

  it('gives no links and no files of other names', async () => {
    server.entries.push(
      {
        name: 'CREMA-D-HEAD/AudioWAV/link.wav',
        type: 'symlink',
        linkname: '/etc/passwd',
        content: '',
      },
      { name: 'CREMA-D-HEAD/AudioWAV/a\\..\\b.wav', content: 'x' },
      { name: 'CREMA-D-HEAD/AudioWAV/deep/er.wav', content: 'x' },
    );
    await download();
    await expectComplete();
  });

  it('may hold recordings themselves', async () => {
    server.entries.push({ name: 'CREMA-D-HEAD/AudioWAV/1005_DFA_ANG_XX.wav', content: 'RIFF…' });
    await download();
    expect(await readFile(wav('1005_DFA_ANG_XX'), 'utf8')).toBe('RIFF…');
  });

  it('is refused if it is missing, or of another repository', async () => {
    await expect(download({ url: `${server.url}-not` })).rejects.toThrow(
      /answered 404 to http.*corpus-not\/archive\/HEAD\.tar\.gz/,
    );
    server.entries = [{ name: 'other-HEAD/README.md', content: 'hello' }];
    await expect(download()).rejects.toThrow(
      /points to no recordings in AudioWAV; is it CREMA-D's repository\?/,
    );
  });
});

it('refuses an address that is none of http', async () => {
  server.offer = (offer) => ({ ...offer, actions: { download: { href: 'file:///etc/passwd' } } });
  await expect(download()).rejects.toThrow('"file:///etc/passwd" is no http or https address');
  await expect(download({ url: 'ftp://example.org/corpus' })).rejects.toThrow(/is no http or https address/);
});

it.each([
  ['something else', '<html>', /answered with something else than a Git LFS batch/],
  ['another transfer', '{"transfer":"multipart","objects":[]}', /wants the transfer "multipart"/],
  ['no objects', '{"objects":[]}', /left it out of its answer/],
])('refuses a batch answered with %s', async (_, text, message) => {
  server.onBatch = (_request, response) => {
    response.end(text);
    return true;
  };
  await expect(download()).rejects.toThrow(message);
});

describe('the disk', () => {
  it('names the file and says what to do when it is full', async () => {
    await mkdir(join(out(), 'AudioWAV'), { recursive: true });
    await symlink('/dev/full', `${wav(names[0] as string)}.part`);
    await expect(download()).rejects.toThrow(
      /can't write .*1001_DFA_ANG_XX\.wav\.part: the disk is full; make room and run the same command again/,
    );
  });

  it('names the folder that can not be made', async () => {
    await writeFile(out(), 'a file stands here');
    await expect(download()).rejects.toThrow(/can't write .*crema-d: /);
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
  const [first = ''] = server.objects.keys();
  const part = `${wav(names[0] as string)}.part`;
  server.onObject = (request, response, times) => {
    if (times > 1 || !request.url?.includes(first)) return false;
    const bytes = server.objects.get(first) ?? Buffer.alloc(0);
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
  await expect(stat(wav(names[0] as string))).rejects.toThrow('ENOENT');
  await expect(loadCorpus(out())).rejects.toThrow(
    /crema-d has been downloaded in part only: run the download again/,
  );

  await download();
  expect(objectRequests().some((request) => request.endsWith(' bytes=50000-'))).toBe(true);
  await expectComplete();
});
