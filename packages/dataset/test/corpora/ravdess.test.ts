import { loadCorpus } from '../../src/corpora/load.ts';
import { writeClips } from '../support/clip-files.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

it('reads the seven numbers of the name; the parity of the actor is the sex', async () => {
  await writeClips(folder(), ['Actor_12/03-01-05-02-01-02-12.wav', 'Actor_13/03-01-02-01-02-01-13.wav']);
  const corpus = await loadCorpus(folder());
  expect(corpus).toMatchObject({ name: 'ravdess', licence: 'CC BY-NC-SA 4.0', labels: ['ANG', 'CAL'] });
  expect(corpus.clips).toMatchObject([
    {
      id: 'Actor_12/03-01-05-02-01-02-12',
      label: 'ANG',
      speaker: '12',
      sentence: '01',
      level: 'strong',
      sex: 'female',
    },
    {
      id: 'Actor_13/03-01-02-01-02-01-13',
      label: 'CAL',
      speaker: '13',
      sentence: '02',
      level: 'normal',
      sex: 'male',
    },
  ]);
});

it.each([
  ['01', 'NEU'],
  ['02', 'CAL'],
  ['03', 'HAP'],
  ['04', 'SAD'],
  ['05', 'ANG'],
  ['06', 'FEA'],
  ['07', 'DIS'],
  ['08', 'SUR'],
])('emotion %s is %s', async (number, label) => {
  await writeClips(folder(), [`03-01-${number}-01-01-01-01.wav`]);
  expect((await loadCorpus(folder())).labels).toEqual([label]);
});

it('takes audio-only speech and counts the rest as skipped', async () => {
  await writeClips(folder(), [
    '03-01-05-01-01-01-01.wav',
    '03-02-05-01-01-01-01.wav',
    '01-01-05-01-01-01-01.wav',
    '03-01-09-01-01-01-01.wav',
  ]);
  const corpus = await loadCorpus(folder());
  expect(corpus.clips).toHaveLength(1);
  expect(corpus.skipped.map((problem) => problem.reason)).toEqual([
    'has a video; only audio-only recordings are taken',
    'unknown emotion 09',
    'is sung; only speech is taken',
  ]);
});

it('refuses a recording that lies in the folder twice, naming both files', async () => {
  await writeClips(folder(), ['Actor_01/03-01-05-01-01-01-01.wav', 'copy/Actor_01/03-01-05-01-01-01-01.wav']);
  await expect(loadCorpus(folder())).rejects.toThrow(
    /Actor_01\/03-01-05-01-01-01-01\.wav and .*copy\/Actor_01\/03-01-05-01-01-01-01\.wav are both the recording/,
  );
});
