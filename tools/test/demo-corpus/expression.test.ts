import { makeClip, planClips } from '../../src/demo-corpus/clips.ts';
import { EMOTIONS, type Emotion } from '../../src/demo-corpus/prosody.ts';
import { SAMPLE_RATE } from '../../src/demo-corpus/synthesizer.ts';
import { deviation, type Measures, mean, measure } from './measure.ts';

/** Emotions as they can be measured in the recordings: 12 speakers, two sentences each. */
const clips = planClips({ seed: 1, speakers: 12, sentences: 12 })
  .filter(({ sentence }) => ['TAI', 'ITS'].includes(sentence.code))
  .map((clip) => ({ ...clip, measures: measure(makeClip(1, clip), SAMPLE_RATE) }));

const of = (emotion: Emotion, what: keyof Measures) =>
  clips.filter((clip) => clip.emotion === emotion).map(({ measures }) => measures[what]);
const average = (emotion: Emotion, what: keyof Measures) => mean(of(emotion, what));

/** That the emotions' averages rise in this order, each by at least so much. */
function expectRising(what: keyof Measures, step: number, ...emotions: Emotion[]) {
  for (const [at, emotion] of emotions.slice(1).entries()) {
    const below = emotions[at] as Emotion;
    const rise = average(emotion, what) - average(below, what);
    expect(`${what} ${below} < ${emotion}: ${rise >= step ? 'yes' : rise}`).toBe(
      `${what} ${below} < ${emotion}: yes`,
    );
  }
}

it('anger, fear and happiness are high, disgust and sadness low', () => {
  expectRising('pitch', 1, 'DIS', 'NEU', 'ANG');
  expectRising('pitch', 1, 'SAD', 'NEU', 'HAP');
  expectRising('pitch', 1, 'NEU', 'FEA');
});

it('anger and happiness move F0 widely, fear and sadness little', () => {
  expectRising('range', 0.3, 'SAD', 'NEU', 'HAP');
  expectRising('range', 0.3, 'FEA', 'NEU', 'ANG');
});

it('anger is loudest, then happiness; sadness is softest', () => {
  expectRising('level', 2, 'SAD', 'NEU', 'HAP', 'ANG');
});

it('sadness and disgust are slow, fear and anger fast', () => {
  expectRising('seconds', 0.15, 'FEA', 'NEU', 'DIS');
  expectRising('seconds', 0.15, 'ANG', 'NEU', 'SAD');
});

it('anger has a bright spectrum, sadness and disgust a dark one', () => {
  expectRising('brightness', 20, 'SAD', 'NEU', 'ANG');
  expectRising('brightness', 20, 'DIS', 'NEU');
});

it.each([
  ['pitch', 'NEU', 'ANG'],
  ['level', 'NEU', 'HAP'],
  ['range', 'NEU', 'HAP'],
  ['seconds', 'NEU', 'SAD'],
  ['brightness', 'SAD', 'ANG'],
] as const)('but %s of single clips overlaps between %s and %s', (what, low, high) => {
  expect(Math.max(...of(low, what))).toBeGreaterThan(Math.min(...of(high, what)));
});

it('can be learned across speakers, but not perfectly', () => {
  const vectors = clips.map(({ measures }) => Object.values(measures) as number[]);
  const standardised = vectors.map((vector) =>
    vector.map((value, k) => {
      const column = vectors.map((other) => other[k] as number);
      return (value - mean(column)) / deviation(column);
    }),
  );
  const correct = clips.filter((clip, at) => {
    const distance = (emotion: Emotion) => {
      const others = standardised.filter(
        (_, k) => clips[k]?.emotion === emotion && clips[k]?.speaker !== clip.speaker,
      );
      return Math.hypot(
        ...(standardised[at] as number[]).map(
          (value, k) => value - mean(others.map((other) => other[k] as number)),
        ),
      );
    };
    return EMOTIONS.every((emotion) => distance(clip.emotion) <= distance(emotion));
  });
  // The same number of clips an emotion: accuracy is UAR.
  expect(correct.length / clips.length).toBeGreaterThan(0.45);
  expect(correct.length / clips.length).toBeLessThan(0.9);
});
