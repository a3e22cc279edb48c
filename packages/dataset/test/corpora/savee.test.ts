import { loadCorpus } from '../../src/corpora/load.ts';
import { writeClips } from '../support/clip-files.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

it('reads names in one folder and in a folder a speaker alike', async () => {
  await writeClips(folder(), ['DC_a01.wav', 'JE_su15.wav', 'AudioData/KL/sa03.wav', 'AudioData/JK/n30.wav']);
  const corpus = await loadCorpus(folder());
  expect(corpus).toMatchObject({ name: 'savee', licence: 'for research only' });
  expect(corpus.clips).toMatchObject([
    { id: 'AudioData/JK/n30', label: 'NEU', speaker: 'JK', sentence: 'n30', sex: 'male' },
    { id: 'AudioData/KL/sa03', label: 'SAD', speaker: 'KL', sentence: 'sa03', sex: 'male' },
    { id: 'DC_a01', label: 'ANG', speaker: 'DC', sentence: 'a01', sex: 'male' },
    { id: 'JE_su15', label: 'SUR', speaker: 'JE', sentence: 'su15', sex: 'male' },
  ]);
});

it.each([
  ['a', 'ANG'],
  ['d', 'DIS'],
  ['f', 'FEA'],
  ['h', 'HAP'],
  ['n', 'NEU'],
  ['sa', 'SAD'],
  ['su', 'SUR'],
])('%s is %s', async (letters, label) => {
  await writeClips(folder(), [`DC_${letters}01.wav`]);
  expect((await loadCorpus(folder())).labels).toEqual([label]);
});

it('notices one recording under both kinds of name', async () => {
  await writeClips(folder(), ['DC_a01.wav', 'DC/a01.wav']);
  await expect(loadCorpus(folder())).rejects.toThrow(/DC\/a01\.wav and .*DC_a01\.wav are both/);
});
