import type { Emotion } from './emotions.ts';
import { groups, type NamingRule, withoutExtension } from './naming.ts';

/** `DC_a01` in one folder, or `DC/a01` in a folder a speaker. */
const NAME = /(^|\/)(?<speaker>DC|JE|JK|KL)[_/](?<emotion>a|d|f|h|n|sa|su)(?<number>\d\d)$/;

const EMOTIONS: Record<string, Emotion> = {
  a: 'ANG',
  d: 'DIS',
  f: 'FEA',
  h: 'HAP',
  n: 'NEU',
  sa: 'SAD',
  su: 'SUR',
};

/**
 * SAVEE: speaker, emotion, number of the sentence among those of the emotion. A few sentences were spoken in
 * every emotion; the names do not tell which, so every number of every emotion counts as a sentence of its own.
 */
export const savee: NamingRule<'savee'> = {
  kind: 'savee',
  example: 'DC_a01.wav or DC/a01.wav',
  citation:
    'S. Haq and P. J. B. Jackson, Surrey Audio-Visual Expressed Emotion (SAVEE) database, University of Surrey, 2014; kahlan.eps.surrey.ac.uk/savee',
  licence: 'for research only',

  parse(file) {
    const name = groups<'speaker' | 'emotion' | 'number'>(NAME, withoutExtension(file));
    if (!name) return undefined;
    const label = EMOTIONS[name.emotion];
    if (!label) return undefined;
    const sentence = `${name.emotion}${name.number}`;
    return { recording: `${name.speaker}_${sentence}`, label, speaker: name.speaker, sentence, sex: 'male' };
  },
};
