import { loadCorpus } from '../../src/corpora/load.ts';
import { write, writeClips } from '../support/clip-files.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

it('reads actor, sentence, emotion and level from the name', async () => {
  await writeClips(folder(), ['AudioWAV/1001_DFA_ANG_XX.wav', 'AudioWAV/1002_IEO_HAP_HI.wav']);
  const corpus = await loadCorpus(folder());
  expect(corpus).toMatchObject({
    name: 'crema-d',
    root: folder(),
    synthetic: false,
    licence: expect.stringContaining('ODbL 1.0'),
    citation: expect.stringContaining('H. Cao et al.'),
    labels: ['ANG', 'HAP'],
    skipped: [],
  });
  expect(corpus.clips).toEqual([
    {
      id: 'AudioWAV/1001_DFA_ANG_XX',
      path: `${folder()}/AudioWAV/1001_DFA_ANG_XX.wav`,
      label: 'ANG',
      speaker: '1001',
      sentence: 'DFA',
      level: 'XX',
    },
    {
      id: 'AudioWAV/1002_IEO_HAP_HI',
      path: `${folder()}/AudioWAV/1002_IEO_HAP_HI.wav`,
      label: 'HAP',
      speaker: '1002',
      sentence: 'IEO',
      level: 'HI',
    },
  ]);
});

it('takes age and sex of the actors from VideoDemographics.csv', async () => {
  await writeClips(folder(), ['1001_DFA_ANG_XX.wav', '1002_DFA_SAD_XX.wav', '1003_DFA_SAD_XX.wav']);
  await write(
    folder(),
    'VideoDemographics.csv',
    '"ActorID","Age","Sex","Race","Ethnicity"\n1001,51,"Male","Caucasian","Not Hispanic"\n1002,21,"Female","",""\n',
  );
  const [first, second, third] = (await loadCorpus(folder())).clips;
  expect(first).toMatchObject({ sex: 'male', age: 51 });
  expect(second).toMatchObject({ sex: 'female', age: 21 });
  expect(third).not.toHaveProperty('sex');
  expect(third).not.toHaveProperty('age');
});

it('does without what a short row of VideoDemographics.csv leaves out', async () => {
  await writeClips(folder(), ['AudioWAV/1001_DFA_ANG_XX.wav']);
  await write(folder(), 'VideoDemographics.csv', 'ActorID,Age,Sex\n1001,51\n');
  const [clip] = (await loadCorpus(folder())).clips;
  expect(clip).toMatchObject({ speaker: '1001', age: 51 });
  expect(clip).not.toHaveProperty('sex');
});

it('says which column VideoDemographics.csv lacks', async () => {
  await writeClips(folder(), ['1001_DFA_ANG_XX.wav']);
  await write(folder(), 'VideoDemographics.csv', 'ActorID,Age\n1001,51\n');
  await expect(loadCorpus(folder())).rejects.toThrow(/VideoDemographics\.csv: no column sex/);
});

it('takes AudioWAV alone where the same recordings lie elsewhere as MP3', async () => {
  await writeClips(folder(), ['AudioWAV/1001_DFA_ANG_XX.wav', 'AudioMP3/1001_DFA_ANG_XX.mp3']);
  const corpus = await loadCorpus(folder());
  expect(corpus.clips.map((clip) => clip.id)).toEqual(['AudioWAV/1001_DFA_ANG_XX']);
  expect(corpus.skipped).toEqual([]);
});

it('takes the one file whose level lost a letter', async () => {
  await writeClips(folder(), ['1040_ITH_SAD_X.wav']);
  expect((await loadCorpus(folder())).clips[0]).toMatchObject({ speaker: '1040', label: 'SAD', level: 'XX' });
});

it('leaves out unknown emotions and foreign names, and says so', async () => {
  await writeClips(folder(), [
    '1001_DFA_ANG_XX.wav',
    '1001_DFA_JOY_XX.wav',
    '1001_IEO_ANG_HI.wav',
    'notes.wav',
  ]);
  const corpus = await loadCorpus(folder());
  expect(corpus.clips).toHaveLength(2);
  expect(corpus.skipped).toEqual([
    { path: `${folder()}/1001_DFA_JOY_XX.wav`, reason: 'unknown emotion JOY' },
    { path: `${folder()}/notes.wav`, reason: expect.stringContaining('1001_DFA_ANG_XX.wav') },
  ]);
});

describe('votes of listeners', () => {
  const HEADER = '"","A","D","F","H","N","S","fileName","numResponses"\n';

  it('come from tabulatedVotes.csv: those of people who only heard the clip', async () => {
    await writeClips(folder(), ['1001_DFA_ANG_XX.wav', '1002_DFA_SAD_XX.wav']);
    const rows = ['"100001",7,1,0,0,2,0,"1001_DFA_ANG_XX",10', '"200001",0,9,0,0,0,0,"1001_DFA_ANG_XX",9'];
    await write(folder(), 'processedResults/tabulatedVotes.csv', `${HEADER}${rows.join('\n')}\n`);
    const [first, second] = (await loadCorpus(folder())).clips;
    expect(first?.votes).toEqual({ ANG: 7, DIS: 1, NEU: 2 });
    expect(second).not.toHaveProperty('votes');
  });

  it('must be whole numbers', async () => {
    await writeClips(folder(), ['1001_DFA_ANG_XX.wav']);
    await write(
      folder(),
      'processedResults/tabulatedVotes.csv',
      `${HEADER}"100001",x,1,0,0,2,0,"1001_DFA_ANG_XX",10\n`,
    );
    await expect(loadCorpus(folder())).rejects.toThrow(/tabulatedVotes\.csv, line 2: votes must be whole/);
  });
});
