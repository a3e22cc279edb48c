import { loadCorpus } from '../../src/corpora/load.ts';
import { writeClips } from '../support/clip-files.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

it('takes the top folder as the label; known emotions become their codes', async () => {
  await writeClips(folder(), ['angry/a.wav', 'Happiness/day-1/b.flac', 'SAD/c.ogg', 'sarcastic/d.mp3']);
  const corpus = await loadCorpus(folder());
  expect(corpus.name).toBe(folder().split('/').at(-1));
  expect(corpus.labels).toEqual(['ANG', 'HAP', 'SAD', 'sarcastic']);
  expect(corpus.clips).toMatchObject([
    { id: 'Happiness/day-1/b', label: 'HAP' },
    { id: 'SAD/c', label: 'SAD' },
    { id: 'angry/a', label: 'ANG' },
    { id: 'sarcastic/d', label: 'sarcastic' },
  ]);
  expect(corpus.clips.every((clip) => clip.speaker === undefined)).toBe(true);
});

it('joins folders that name the same emotion', async () => {
  await writeClips(folder(), ['anger/a.wav', 'ANG/a.wav', 'pleasant_surprise/b.wav']);
  expect((await loadCorpus(folder())).labels).toEqual(['ANG', 'SUR']);
});

it('skips files outside any class folder when the kind is named', async () => {
  await writeClips(folder(), ['angry/a.wav', 'stray.wav']);
  const corpus = await loadCorpus(folder(), { kind: 'folders' });
  expect(corpus.clips).toHaveLength(1);
  expect(corpus.skipped).toMatchObject([{ path: `${folder()}/stray.wav` }]);
});

it('refuses two files that differ in their extension only', async () => {
  await writeClips(folder(), ['angry/a.wav', 'angry/a.mp3', 'sad/b.wav']);
  await expect(loadCorpus(folder())).rejects.toThrow(/angry\/a\.mp3 and .*angry\/a\.wav are both/);
});
