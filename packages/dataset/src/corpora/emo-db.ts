import type { Clip } from '../types.ts';
import type { Emotion } from './emotions.ts';
import { groups, type NamingRule, stem } from './naming.ts';

const NAME = /^(?<speaker>\d\d)(?<sentence>[ab]\d\d)(?<emotion>[WLEAFTN])[a-z]?$/;

/** By the German words Wut, Langeweile, Ekel, Angst, Freude, Trauer. */
const EMOTIONS: Record<string, Emotion> = {
  W: 'ANG',
  L: 'BOR',
  E: 'DIS',
  A: 'FEA',
  F: 'HAP',
  T: 'SAD',
  N: 'NEU',
};

const SPEAKERS: Record<string, Pick<Clip, 'sex' | 'age'>> = {
  '03': { sex: 'male', age: 31 },
  '08': { sex: 'female', age: 34 },
  '09': { sex: 'female', age: 21 },
  '10': { sex: 'male', age: 32 },
  '11': { sex: 'male', age: 26 },
  '12': { sex: 'male', age: 30 },
  '13': { sex: 'female', age: 32 },
  '14': { sex: 'female', age: 35 },
  '15': { sex: 'male', age: 25 },
  '16': { sex: 'female', age: 31 },
};

/** EMO-DB (Berlin): speaker, text, emotion, and a letter where there is more than one version. */
export const emoDb: NamingRule<'emo-db'> = {
  kind: 'emo-db',
  example: '03a01Fa.wav',
  citation:
    'F. Burkhardt et al., A Database of German Emotional Speech, Interspeech 2005; emodb.bilderbar.info',

  parse(file) {
    const recording = stem(file);
    const name = groups<'speaker' | 'sentence' | 'emotion'>(NAME, recording);
    const label = name && EMOTIONS[name.emotion];
    if (!label) return undefined;
    return { recording, label, speaker: name.speaker, sentence: name.sentence, ...SPEAKERS[name.speaker] };
  },
};
