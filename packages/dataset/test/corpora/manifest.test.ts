import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCorpus } from '../../src/corpora/load.ts';
import { write, writeClips } from '../support/clip-files.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

/** The corpus folder, with room beside it for files that a manifest must not reach. */
const root = () => join(folder(), 'corpus');
beforeEach(() => mkdir(root()));

it('reads clips and what is known of them', async () => {
  await writeClips(root(), ['one.wav', 'sub/two.flac']);
  await write(
    root(),
    'manifest.csv',
    'path,label,speaker,sentence,sex,age,level,comment\none.wav,angry,anna,s1,F,33,HI,x\nsub/two.flac,bored stiff,,,,,,\n',
  );
  const corpus = await loadCorpus(root());
  expect(corpus).toMatchObject({ name: 'corpus', root: root(), labels: ['ANG', 'bored stiff'], skipped: [] });
  expect(corpus.clips).toEqual([
    {
      id: 'one',
      path: join(root(), 'one.wav'),
      label: 'ANG',
      speaker: 'anna',
      sentence: 's1',
      sex: 'female',
      age: 33,
      level: 'HI',
    },
    { id: 'sub/two', path: join(root(), 'sub/two.flac'), label: 'bored stiff' },
  ]);
});

it('may be the corpus itself, under any name', async () => {
  await writeClips(root(), ['one.wav']);
  await write(root(), 'german.csv', 'path,label,speaker\none.wav,SAD,max\n');
  const corpus = await loadCorpus(join(root(), 'german.csv'));
  expect(corpus).toMatchObject({ name: 'corpus', root: root(), clips: [{ id: 'one', speaker: 'max' }] });
});

it('accepts a byte order mark, CRLF, quotes, blank lines and capital column names', async () => {
  await writeClips(root(), ['a, b.wav', 'c.wav']);
  await write(root(), 'manifest.csv', '\uFEFFPath,Label,Speaker\r\n"a, b.wav",SAD,x\r\n\r\nc.wav,ANG,y\r\n');
  const corpus = await loadCorpus(root());
  expect(corpus.clips.map((clip) => [clip.id, clip.label, clip.speaker])).toEqual([
    ['a, b', 'SAD', 'x'],
    ['c', 'ANG', 'y'],
  ]);
});

it('tells of rows that can not be used by their line', async () => {
  await writeClips(root(), ['a.wav', 'b.wav', 'c.wav', 'notes.txt']);
  await write(
    root(),
    'manifest.csv',
    'path,label,sex,age\na.wav,ANG,,\nmissing.wav,ANG,,\nb.wav,,,\nnotes.txt,ANG,,\nb.wav,ANG,x,\nc.wav,ANG,,old\n',
  );
  const corpus = await loadCorpus(root());
  expect(corpus.clips).toHaveLength(1);
  expect(corpus.skipped.map(({ reason }) => reason)).toEqual([
    'line 3 of the manifest: there is no such file',
    'line 4 of the manifest: the label is empty',
    expect.stringMatching(/^line 5 of the manifest: no audio file/),
    expect.stringMatching(/^line 6 of the manifest: sex "x"/),
    expect.stringMatching(/^line 7 of the manifest: age "old"/),
  ]);
  await expect(loadCorpus(root(), { strict: true })).rejects.toThrow(/5 files .*missing\.wav/);
});

it('tells of a row that ends early', async () => {
  await writeClips(root(), ['a.wav']);
  await write(root(), 'manifest.csv', 'label,path\nANG,a.wav\nHAP\n');
  const corpus = await loadCorpus(root());
  expect(corpus.clips).toHaveLength(1);
  expect(corpus.skipped.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^line 3 of the manifest: /),
  ]);
});

it.each([
  ['a path upwards', () => '../secret.wav'],
  ['an absolute path', () => join(folder(), 'secret.wav')],
  ['a symbolic link', () => 'link.wav'],
])('refuses %s out of its folder unless allowOutside is set', async (_, path) => {
  await writeClips(folder(), ['secret.wav']);
  await symlink('../secret.wav', join(root(), 'link.wav'));
  await write(root(), 'manifest.csv', `path,label\n${path()},ANG\n`);
  await expect(loadCorpus(root())).rejects.toThrow(/manifest\.csv, line 2: .* leaves the manifest's folder/);
  expect((await loadCorpus(root(), { allowOutside: true })).clips).toHaveLength(1);
});

it('refuses two clips of one id', async () => {
  await writeClips(root(), ['a.wav', 'a.mp3']);
  await write(root(), 'manifest.csv', 'path,label\na.wav,ANG\n./a.wav,SAD\n');
  await expect(loadCorpus(root())).rejects.toThrow(/line 3: \.\/a\.wav is listed twice/);
  await write(root(), 'manifest.csv', 'path,label\na.wav,ANG\na.mp3,SAD\n');
  await expect(loadCorpus(root())).rejects.toThrow(
    /line 3: .*a\.wav and .*a\.mp3 differ in their extension only/,
  );
});

it.each([
  ['without a label column', 'path,speaker\na.wav,x\n', /no column label/],
  ['with a quote left open', 'path,label\n"a.wav,ANG\n', /no valid CSV/],
  ['without rows', 'path,label\n', /holds no clip/],
])('refuses a manifest %s, naming it', async (_, text, message) => {
  await write(root(), 'manifest.csv', text);
  const loading = loadCorpus(root());
  await expect(loading).rejects.toThrow(message);
  await expect(loading).rejects.toThrow(/manifest\.csv/);
});

it('is asked for by name where the folder has none', async () => {
  await writeClips(root(), ['a.wav']);
  await expect(loadCorpus(root(), { kind: 'manifest' })).rejects.toThrow(/holds no manifest\.csv/);
});
