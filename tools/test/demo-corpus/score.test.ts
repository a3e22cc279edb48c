import fc from 'fast-check';
import { PHONEMES } from '../../src/demo-corpus/phonemes.ts';
import { eachDimension, type Prosody } from '../../src/demo-corpus/prosody.ts';
import { randomFor } from '../../src/demo-corpus/random.ts';
import { writeScore } from '../../src/demo-corpus/score.ts';
import { SENTENCES } from '../../src/demo-corpus/sentences.ts';
import { anyVoice } from './any-voice.ts';

const neutral = eachDimension((_, dimension) => dimension.neutral);

it('has the twelve sentences of CREMA-D, in known phonemes', () => {
  const codes = 'IEO TIE IOM IWW TAI MTI IWL ITH DFA ITS TSI WSI';
  expect(SENTENCES.map(({ code }) => code)).toEqual(codes.split(' '));
  for (const { sounds } of SENTENCES) {
    for (const { phoneme } of sounds) expect(PHONEMES).toHaveProperty(phoneme);
    expect(sounds.some(({ stress }) => stress === 1)).toBe(true);
  }
});

it('lasts from 1.3 to 3.5 seconds, whatever the sentence and the voice', () => {
  const sentence = fc.constantFrom(...SENTENCES);
  fc.assert(
    fc.property(sentence, anyVoice, fc.nat(), (said, voice, seed) => {
      const { gestures, speech } = writeScore(said, voice, randomFor(seed));
      const seconds = gestures.reduce((sum, gesture) => sum + gesture.seconds, 0);
      expect(gestures.every((gesture) => gesture.seconds > 0)).toBe(true);
      expect(seconds).toBeGreaterThanOrEqual(1.3 - 1e-9);
      expect(seconds).toBeLessThanOrEqual(3.5 + 1e-9);
      expect(speech[0]).toBeGreaterThan(0.1);
      expect(seconds - speech[1]).toBeGreaterThan(0.1);
    }),
  );
});

it('has an accent on each stressed syllable, in order, within speech', () => {
  const { accents, speech } = writeScore(SENTENCES[0] as never, neutral, randomFor(1));
  expect(accents.map(({ stress }) => stress)).toEqual([1, 1, 1]);
  const times = accents.map(({ time }) => time);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(Math.min(...times)).toBeGreaterThan(speech[0]);
  expect(Math.max(...times)).toBeLessThan(speech[1]);
});

it('takes longer at a slow rate, and pauses where the voice does', () => {
  const seconds = (change: Partial<Prosody>) => {
    const { speech } = writeScore(SENTENCES[4] as never, { ...neutral, pauses: 0, ...change }, randomFor(1));
    return speech[1] - speech[0];
  };
  expect(seconds({ rate: -0.3 })).toBeGreaterThan(1.15 * seconds({}));
  expect(seconds({ pauses: 1 })).toBeGreaterThan(seconds({}) + 0.3);
});
