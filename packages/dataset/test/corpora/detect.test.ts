import { type CorpusKind, loadCorpus } from '../../src/corpora/load.ts';
import { write, writeClips } from '../support/clip-files.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

it('names everything it looked for and every kind where nothing fits', async () => {
  await writeClips(folder(), ['recording 1.wav', 'recording 2.wav']);
  const loading = loadCorpus(folder());
  for (const part of [
    folder(),
    'recording 1.wav',
    'crema-d (1001_DFA_ANG_XX.wav)',
    'ravdess',
    'tess',
    'savee',
    'emo-db',
    'folders',
    'manifest.csv',
  ]) {
    await expect(loading).rejects.toThrow(part);
  }
});

it('does not choose between two corpora in one folder', async () => {
  await writeClips(folder(), ['1001_DFA_ANG_XX.wav', '1002_DFA_ANG_XX.wav', 'OAF_back_angry.wav']);
  await expect(loadCorpus(folder())).rejects.toThrow(/crema-d \(67 % of the files\) and like tess \(33 %/);
  const corpus = await loadCorpus(folder(), { kind: 'crema-d' });
  expect(corpus.clips).toHaveLength(2);
  expect(corpus.skipped).toHaveLength(1);
});

it('prefers a manifest to file names', async () => {
  await writeClips(folder(), ['1001_DFA_ANG_XX.wav']);
  await write(folder(), 'manifest.csv', 'path,label\n1001_DFA_ANG_XX.wav,calm\n');
  expect((await loadCorpus(folder())).labels).toEqual(['CAL']);
  expect((await loadCorpus(folder(), { kind: 'crema-d' })).labels).toEqual(['ANG']);
});

it('refuses a kind that it does not know, listing those it does', async () => {
  await expect(loadCorpus(folder(), { kind: 'iemocap' as CorpusKind })).rejects.toThrow(
    'kind: "iemocap" is none of auto, crema-d, ravdess, tess, savee, emo-db, folders, manifest',
  );
});
