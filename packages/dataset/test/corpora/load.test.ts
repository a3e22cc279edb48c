import { link, mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCorpus } from '../../src/corpora/load.ts';
import { DatasetError } from '../../src/types.ts';
import { write, writeClips } from '../support/clip-files.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();
const NAMES = ['1001_DFA_ANG_XX.wav', '1001_DFA_SAD_XX.wav', '1002_DFA_ANG_XX.wav'];

describe('the folder', () => {
  it.each([
    ['is missing', async () => join(folder(), 'nowhere'), /nowhere: there is no such corpus folder/],
    ['is empty', async () => folder(), /is empty/],
    [
      'holds no audio',
      async () => {
        await write(folder(), 'readme.txt', '');
        return folder();
      },
      /holds no audio files \(\.wav \.flac/,
    ],
    [
      'is a file',
      async () => {
        await writeClips(folder(), ['a.wav']);
        return join(folder(), 'a.wav');
      },
      /a\.wav is a file/,
    ],
  ])('gives a clear error when it %s', async (_, path, message) => {
    const loading = loadCorpus(await path());
    await expect(loading).rejects.toThrow(DatasetError);
    await expect(loading).rejects.toThrow(message);
  });

  it('gives a clear error when no file follows the named rule', async () => {
    await writeClips(folder(), NAMES);
    await expect(loadCorpus(folder(), { kind: 'emo-db' })).rejects.toThrow(
      /holds no clip that can be used: .*1001_DFA_ANG_XX\.wav is not named as in emo-db, such as 03a01Fa\.wav/,
    );
  });

  it('passes over hidden files and other files, and takes every audio extension in any case', async () => {
    await writeClips(folder(), [
      'sad/a.WAV',
      'sad/b.flac',
      'sad/c.Mp3',
      'ang/d.ogg',
      'ang/e.oga',
      'ang/f.opus',
      'ang/._d.ogg',
      '.cache/x.wav',
      'ang/cover.jpg',
    ]);
    const { clips, skipped } = await loadCorpus(folder());
    expect(clips.map((clip) => clip.id)).toEqual(['ang/d', 'ang/e', 'ang/f', 'sad/a', 'sad/b', 'sad/c']);
    expect(skipped).toEqual([]);
  });

  it('makes left-out files an error when strict is set', async () => {
    await writeClips(folder(), [...NAMES, 'stray.wav']);
    await expect(loadCorpus(folder(), { strict: true })).rejects.toThrow(/1 files .*stray\.wav/);
  });

  it('tells a Git LFS pointer from audio', async () => {
    await write(
      folder(),
      '1001_DFA_ANG_XX.wav',
      `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 72862\n`,
    );
    await expect(loadCorpus(folder())).rejects.toThrow(
      /1001_DFA_ANG_XX\.wav is a Git LFS pointer, not audio/,
    );
  });
});

describe('symbolic links', () => {
  const root = () => join(folder(), 'corpus');

  it('may point to files and folders of the corpus', async () => {
    await writeClips(root(), ['.store/a.wav', 'sad/b.wav']);
    await mkdir(join(root(), 'ang'));
    await symlink('../.store/a.wav', join(root(), 'ang/a.wav'));
    expect((await loadCorpus(root())).clips.map((clip) => clip.id)).toEqual(['ang/a', 'sad/b']);
  });

  it.each([
    ['file', 'outside/a.wav', 'ang/a.wav'],
    ['folder', 'outside', 'ang/more'],
  ])('may not lead to a %s outside unless allowOutside is set', async (_, target, name) => {
    await writeClips(folder(), ['outside/a.wav', 'corpus/sad/b.wav', 'corpus/ang/c.wav']);
    await symlink(join(folder(), target), join(root(), name));
    await expect(loadCorpus(root())).rejects.toThrow(/is a symbolic link that leaves the corpus folder/);
    expect((await loadCorpus(root(), { allowOutside: true })).clips).toHaveLength(3);
  });

  it('may form a loop or lead nowhere', async () => {
    await writeClips(root(), ['ang/a.wav', 'sad/b.wav']);
    await symlink('..', join(root(), 'ang/up'));
    await symlink('gone.wav', join(root(), 'ang/broken.wav'));
    const corpus = await loadCorpus(root());
    expect(corpus.clips).toHaveLength(2);
    expect(corpus.skipped).toEqual([
      { path: join(root(), 'ang/broken.wav'), reason: 'is a symbolic link to nothing' },
    ]);
  });
});

describe('corpus.json', () => {
  it('overrides name, licence and whether the corpus is made', async () => {
    await writeClips(folder(), NAMES);
    await write(
      folder(),
      'corpus.json',
      JSON.stringify({ name: 'demo', synthetic: true, licence: 'CC0 1.0', version: 3 }),
    );
    expect(await loadCorpus(folder())).toMatchObject({ name: 'demo', synthetic: true, licence: 'CC0 1.0' });
  });

  it.each([
    ['{', /corpus\.json: /],
    ['[]', /corpus\.json: must be a JSON object/],
    ['{"name":"../elsewhere"}', /corpus\.json: "name" must be a plain name/],
    ['{"synthetic":"yes"}', /corpus\.json: "synthetic" must be a boolean/],
  ])('is refused as %s', async (text, message) => {
    await writeClips(folder(), NAMES);
    await write(folder(), 'corpus.json', text);
    await expect(loadCorpus(folder())).rejects.toThrow(message);
  });
});

describe('the fingerprint', () => {
  it('is the same wherever the corpus lies', async () => {
    await writeClips(join(folder(), 'here'), NAMES);
    const before = await loadCorpus(join(folder(), 'here'));
    await rename(join(folder(), 'here'), join(folder(), 'there'));
    const after = await loadCorpus(join(folder(), 'there'));
    expect(before.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(after.fingerprint).toBe(before.fingerprint);
  });

  it('changes with a content, a label, an id or a clip more', async () => {
    const prints: string[] = [];
    const print = async () => prints.push((await loadCorpus(folder(), { kind: 'folders' })).fingerprint);
    await writeClips(folder(), ['ang/a.wav', 'sad/b.wav']);
    await print();
    await write(folder(), 'ang/a.wav', 'other content');
    await print();
    await rename(join(folder(), 'ang'), join(folder(), 'hap'));
    await print();
    await rename(join(folder(), 'hap/a.wav'), join(folder(), 'hap/c.wav'));
    await print();
    await link(join(folder(), 'hap/c.wav'), join(folder(), 'hap/d.wav'));
    await print();
    expect(new Set(prints).size).toBe(5);
  });

  it('is reported on and can be stopped', async () => {
    await writeClips(folder(), NAMES);
    const calls: [number, number][] = [];
    await loadCorpus(folder(), { onProgress: (done, total) => calls.push([done, total]) });
    expect(calls.at(-1)).toEqual([3, 3]);
    const reason = new Error('stop');
    await expect(loadCorpus(folder(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
