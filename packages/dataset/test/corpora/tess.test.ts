import { loadCorpus } from '../../src/corpora/load.ts';
import { writeClips } from '../support/clip-files.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

it('reads speaker, word and emotion; both speakers are women of known age', async () => {
  await writeClips(folder(), ['OAF_Pleasant_surprise/OAF_back_ps.wav', 'YAF_angry/YAF_dog_angry.wav']);
  const corpus = await loadCorpus(folder());
  expect(corpus).toMatchObject({ name: 'tess', licence: 'CC BY-NC-ND 4.0', labels: ['ANG', 'SUR'] });
  expect(corpus.clips).toMatchObject([
    { label: 'SUR', speaker: 'OAF', sentence: 'back', sex: 'female', age: 64 },
    { label: 'ANG', speaker: 'YAF', sentence: 'dog', sex: 'female', age: 26 },
  ]);
});

it.each([
  ['angry', 'ANG'],
  ['disgust', 'DIS'],
  ['fear', 'FEA'],
  ['happy', 'HAP'],
  ['neutral', 'NEU'],
  ['ps', 'SUR'],
  ['sad', 'SAD'],
])('%s is %s', async (word, label) => {
  await writeClips(folder(), [`YAF_back_${word}.wav`]);
  expect((await loadCorpus(folder())).labels).toEqual([label]);
});

it('knows the one file whose speaker lost a letter', async () => {
  await writeClips(folder(), ['OAF_neutral/OA_bite_neutral.wav', 'OAF_neutral/OAF_back_neutral.wav']);
  expect((await loadCorpus(folder())).clips).toMatchObject([{ speaker: 'OAF' }, { speaker: 'OAF' }]);
});

it('leaves out an unknown emotion', async () => {
  await writeClips(folder(), ['YAF_back_sad.wav', 'YAF_back_bored.wav']);
  expect((await loadCorpus(folder())).skipped).toMatchObject([{ reason: 'unknown emotion bored' }]);
});
