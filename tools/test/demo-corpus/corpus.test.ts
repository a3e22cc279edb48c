import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeAudioFile, loadCorpus } from '@ser/dataset';
import { makeDemoCorpus } from '../../src/demo-corpus/corpus.ts';

jest.setTimeout(60_000);

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-corpus-'));
  out = join(folder, 'data', 'demo');
});
afterEach(() => rm(folder, { recursive: true }));

/** Small enough for a test: 16 clips a speaker. */
const make = (options: Partial<Parameters<typeof makeDemoCorpus>[0]> = {}) =>
  makeDemoCorpus({ out, speakers: 1, sentences: 1, ...options });
const beside = () => readdir(join(folder, 'data'));
const manifest = () => join(out, 'corpus.json');
const bytes = () => readFile(join(out, 'AudioWAV', '9001_IEO_ANG_HI.wav'));

describe('a new corpus', () => {
  it("has CREMA-D's layout, and says that it is made", async () => {
    expect(await make({ speakers: 2 })).toEqual({ root: out, clips: 32, made: true });
    expect((await readdir(out)).sort()).toEqual(['AudioWAV', 'VideoDemographics.csv', 'corpus.json']);
    expect(await readdir(join(out, 'AudioWAV'))).toHaveLength(32);
    const [header, ...rows] = (await readFile(join(out, 'VideoDemographics.csv'), 'utf8')).trim().split('\n');
    expect(header).toBe('"ActorID","Age","Sex","Race","Ethnicity"');
    expect(rows).toEqual([
      expect.stringMatching(/^9001,\d\d,"Female",/),
      expect.stringMatching(/^9002,\d\d,"Male",/),
    ]);
    expect(JSON.parse(await readFile(manifest(), 'utf8'))).toEqual({
      name: 'demo',
      synthetic: true,
      licence: 'CC0-1.0',
      generator: { version: expect.any(Number), seed: 1, speakers: 2, sentences: 1 },
      clips: 32,
      note: expect.stringContaining('synthesizer'),
    });
  });

  it('is read by the corpus loader', async () => {
    await make({ speakers: 2 });
    const corpus = await loadCorpus(out);
    expect(corpus).toMatchObject({ name: 'demo', synthetic: true, licence: 'CC0-1.0', skipped: [] });
    expect(corpus.labels).toEqual(['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD']);
    expect(corpus.clips).toHaveLength(32);
    expect(corpus.clips.find(({ id }) => id.endsWith('9002_IEO_SAD_LO'))).toMatchObject({
      label: 'SAD',
      speaker: '9002',
      sentence: 'IEO',
      level: 'LO',
      sex: 'male',
    });
    const audio = await decodeAudioFile(join(out, 'AudioWAV', '9001_IEO_NEU_XX.wav'));
    expect(audio).toMatchObject({ sampleRate: 16_000 });
  });

  it('comes from its seed', async () => {
    await make();
    const first = await bytes();
    await make({ force: true });
    expect((await bytes()).equals(first)).toBe(true);
    await make({ seed: 2 });
    expect((await bytes()).equals(first)).toBe(false);
  });

  it('reports progress up to its last clip', async () => {
    const seen: number[] = [];
    await make({ onProgress: (done, total) => seen.push(done / total) });
    expect(seen.at(0)).toBe(0);
    expect(seen.at(-1)).toBe(1);
  });
});

describe('a corpus that is there', () => {
  it('stays as it is', async () => {
    await make();
    const before = await stat(manifest());
    expect(await make()).toEqual({ root: out, clips: 16, made: false });
    expect((await stat(manifest())).mtimeMs).toBe(before.mtimeMs);
  });

  it.each([
    ['it has no corpus.json', () => rm(manifest())],
    ['a clip is missing', () => rm(join(out, 'AudioWAV', '9001_IEO_ANG_HI.wav'))],
    [
      'an older generator made it',
      async () =>
        writeFile(manifest(), (await readFile(manifest(), 'utf8')).replace('"version": ', '"version": 0.')),
    ],
  ])('is made anew where %s', async (_, damage) => {
    await make();
    await damage();
    expect(await make()).toMatchObject({ made: true });
    expect(await make()).toMatchObject({ made: false });
    expect(await beside()).toEqual(['demo']);
  });

  it('is replaced where a link leads, not the link', async () => {
    await mkdir(join(folder, 'data'));
    await mkdir(join(folder, 'disk'));
    await symlink(join(folder, 'disk'), out);
    await make();
    expect(await readdir(join(folder, 'disk'))).toContain('corpus.json');
  });
});

describe('a folder that is something else', () => {
  it.each([
    ['notes.txt', 'notes.txt'],
    ['AudioWAV/1001_IEO_ANG_HI.wav', 'AudioWAV/1001_IEO_ANG_HI.wav'],
    ['VideoDemographics.csv', 'not a demo corpus'],
    ['corpus.json', 'not a demo corpus'],
  ])('is refused, with --force too: one that holds %s', async (file, reason) => {
    await mkdir(join(out, 'AudioWAV'), { recursive: true });
    await writeFile(join(out, file), '{}');
    const refusal = `${out} will not be replaced: it`;
    await expect(make({ force: true })).rejects.toThrow(refusal);
    await expect(make()).rejects.toThrow(reason);
    expect(await readFile(join(out, file), 'utf8')).toBe('{}');
    expect(await beside()).toEqual(['demo']);
  });

  it('is refused where a stranger stands among our own files', async () => {
    await make();
    await writeFile(join(out, 'thesis.txt'), 'years of work');
    await expect(make({ seed: 2 })).rejects.toThrow('it holds thesis.txt');
    expect(await readFile(join(out, 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  it('is refused where it is a file', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(out, '');
    await expect(make()).rejects.toThrow(`${out} is a file`);
  });
});

describe('a run that is stopped', () => {
  it('leaves nothing behind, and what was there as it was', async () => {
    await make();
    const controller = new AbortController();
    const stop = new Error('stopped');
    const onProgress = (done: number) => done === 3 && controller.abort(stop);
    await expect(make({ seed: 2, signal: controller.signal, onProgress })).rejects.toBe(stop);
    expect(await beside()).toEqual(['demo']);
    expect(await make()).toMatchObject({ made: false });
  });

  it('by force is tidied up after by a later one, once nobody works on it', async () => {
    for (const [name, minutes] of [
      ['demo.partial-old', 60],
      ['demo.partial-new', 1],
    ] as const) {
      const audio = join(folder, 'data', name, 'AudioWAV');
      await mkdir(audio, { recursive: true });
      const then = Date.now() / 1000 - 60 * minutes;
      await utimes(audio, then, then);
      await utimes(join(folder, 'data', name), then, then);
    }
    await make();
    expect((await beside()).sort()).toEqual(['demo', 'demo.partial-new']);
  });
});

it('two runs at once give one whole corpus', async () => {
  await Promise.all([make(), make()]);
  expect(await make()).toMatchObject({ made: false });
  expect(await beside()).toEqual(['demo']);
});

it.each([
  [{ speakers: 0 }, 'speakers must be a whole number from 1 to 999, not 0.'],
  [{ speakers: 1000 }, 'speakers must be'],
  [{ sentences: 13 }, 'sentences must be a whole number from 1 to 12, not 13.'],
  [{ seed: 1.5 }, 'seed must be'],
])('refuses %j', async (options, message) => {
  await expect(make(options)).rejects.toThrow(message);
});
