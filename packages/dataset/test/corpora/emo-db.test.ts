import { loadCorpus } from '../../src/corpora/load.ts';
import { writeClips } from '../support/clip-files.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

it('reads speaker, text and emotion, and knows the speakers', async () => {
  await writeClips(folder(), ['wav/03a01Fa.wav', 'wav/16b10Wb.wav', 'wav/08a02N.wav']);
  const corpus = await loadCorpus(folder());
  expect(corpus).toMatchObject({ name: 'emo-db', labels: ['ANG', 'HAP', 'NEU'] });
  expect(corpus.licence).toBeUndefined();
  expect(corpus.clips).toMatchObject([
    { id: 'wav/03a01Fa', label: 'HAP', speaker: '03', sentence: 'a01', sex: 'male', age: 31 },
    { id: 'wav/08a02N', label: 'NEU', speaker: '08', sentence: 'a02', sex: 'female', age: 34 },
    { id: 'wav/16b10Wb', label: 'ANG', speaker: '16', sentence: 'b10', sex: 'female', age: 31 },
  ]);
});

it.each([
  ['W', 'ANG'],
  ['L', 'BOR'],
  ['E', 'DIS'],
  ['A', 'FEA'],
  ['F', 'HAP'],
  ['T', 'SAD'],
  ['N', 'NEU'],
])('%s is %s', async (letter, label) => {
  await writeClips(folder(), [`09b01${letter}a.wav`]);
  expect((await loadCorpus(folder())).labels).toEqual([label]);
});
