import type { Emotion } from './emotions.ts';
import { groups, type NamingRule, stem } from './naming.ts';

const NAME = /^(?<speaker>OAF?|YAF)_(?<sentence>[^_]+)_(?<emotion>[a-z]+)$/;

const EMOTIONS = new Map<string, Emotion>([
  ['angry', 'ANG'],
  ['disgust', 'DIS'],
  ['fear', 'FEA'],
  ['happy', 'HAP'],
  ['neutral', 'NEU'],
  ['ps', 'SUR'],
  ['sad', 'SAD'],
]);

/** TESS: speaker (the older or the younger adult female), word, emotion. `ps` is pleasant surprise. */
export const tess: NamingRule<'tess'> = {
  kind: 'tess',
  example: 'OAF_back_angry.wav',
  citation:
    'M. K. Pichora-Fuller and K. Dupuis, Toronto emotional speech set (TESS), University of Toronto, 2010; doi.org/10.5683/SP2/E8H2MF',
  licence: 'CC BY-NC-ND 4.0',

  parse(file) {
    const recording = stem(file);
    const name = groups<'speaker' | 'sentence' | 'emotion'>(NAME, recording);
    if (!name) return undefined;
    const label = EMOTIONS.get(name.emotion);
    if (!label) return { reason: `unknown emotion ${name.emotion}` };
    // The corpus has one misnamed file, OA_bite_neutral.
    const older = name.speaker !== 'YAF';
    return {
      recording,
      label,
      speaker: older ? 'OAF' : 'YAF',
      sentence: name.sentence,
      sex: 'female',
      age: older ? 64 : 26,
    };
  },
};
