import type { Emotion } from './emotions.ts';
import { groups, type NamingRule, stem } from './naming.ts';

const NAME =
  /^(?<modality>\d\d)-(?<channel>\d\d)-(?<emotion>\d\d)-(?<level>\d\d)-(?<sentence>\d\d)-(?<take>\d\d)-(?<speaker>\d\d)$/;

const EMOTIONS: Record<string, Emotion> = {
  '01': 'NEU',
  '02': 'CAL',
  '03': 'HAP',
  '04': 'SAD',
  '05': 'ANG',
  '06': 'FEA',
  '07': 'DIS',
  '08': 'SUR',
};

const AUDIO_ONLY = '03';
const SPEECH = '01';

/**
 * RAVDESS: modality, vocal channel, emotion, intensity, statement, repetition, actor. Of its recordings the
 * audio-only speech is taken. Odd actors are male, even ones female.
 */
export const ravdess: NamingRule<'ravdess'> = {
  kind: 'ravdess',
  example: '03-01-05-02-01-01-12.wav',
  citation:
    'S. R. Livingstone and F. A. Russo, The Ryerson Audio-Visual Database of Emotional Speech and Song, PLoS ONE 13(5), 2018; zenodo.org/record/1188976',
  licence: 'CC BY-NC-SA 4.0',

  parse(file) {
    const recording = stem(file);
    const name = groups<'modality' | 'channel' | 'emotion' | 'level' | 'sentence' | 'speaker'>(
      NAME,
      recording,
    );
    if (!name) return undefined;
    if (name.modality !== AUDIO_ONLY) return { reason: 'has a video; only audio-only recordings are taken' };
    if (name.channel !== SPEECH) return { reason: 'is sung; only speech is taken' };
    const label = EMOTIONS[name.emotion];
    if (!label) return { reason: `unknown emotion ${name.emotion}` };
    return {
      recording,
      label,
      speaker: name.speaker,
      sentence: name.sentence,
      sex: Number(name.speaker) % 2 === 1 ? 'male' : 'female',
      level: name.level === '02' ? 'strong' : 'normal',
    };
  },
};
