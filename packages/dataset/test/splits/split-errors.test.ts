import { splitCorpus } from '../../src/splits/split.ts';
import { DatasetError, type SplitKind } from '../../src/types.ts';
import { madeClips } from '../support/made-clips.ts';

const clips = madeClips({ speakers: 4, sentences: 3 });

it.each([
  [{ kind: 'actor' as SplitKind }, /split: "actor" is none of segment, clip, speaker, speaker-sentence/],
  [{ folds: 0 }, /folds: 0 is not a whole number/],
  [{ folds: 1.5 }, /folds: 1.5/],
  [{ folds: 3, fold: 3 }, /fold: 3 is not a whole number from 0 to 2/],
  [{ fold: -1 }, /fold: -1/],
  [{ testFraction: -0.1 }, /testFraction: -0.1 is not at least 0 and below 1/],
  [{ testFraction: 1 }, /testFraction: 1/],
  [{ testFraction: Number.NaN }, /testFraction: NaN/],
  [{ validationFraction: 1 }, /validationFraction: 1/],
  [{ folds: 2, testFraction: 0.2 }, /testFraction: the number of folds decides/],
  [{ seed: 0.5 }, /seed: 0.5/],
  [{ kind: 'segment' as const }, /segments: a split by segment needs the list of segments/],
  [{ kind: 'segment' as const, segments: [{ clip: 'x', segment: 0 }] }, /segments: the corpus has no clip x/],
])('refuses the options %p', (options, message) => {
  const splitting = () => splitCorpus(clips, { kind: 'clip', seed: 1, ...options });
  expect(splitting).toThrow(DatasetError);
  expect(splitting).toThrow(message);
});

it('says what to do when clips name no speaker', () => {
  const [first, ...others] = clips;
  const { speaker, ...voiceless } = first as (typeof clips)[0];
  expect(() => splitCorpus([voiceless, ...others], { kind: 'speaker', seed: 1 })).toThrow(
    `1 of 72 clips, such as ${voiceless.id}, name no speaker, which this split goes by: split by clip instead`,
  );
});

it('says what to do when clips name no sentence', () => {
  const wordless = clips.map(({ sentence, ...clip }) => clip);
  expect(() => splitCorpus(wordless, { kind: 'speaker-sentence', seed: 1 })).toThrow(
    /72 of 72 clips, .* name no sentence, which this split goes by: split by speaker instead/,
  );
});

it.each([
  [5, 1, /4 speakers are too few for 5 folds of training, validation and test: .* fewer folds/],
  [1, 2, /2 speakers are too few for training, validation and test: split by clip instead/],
])('refuses %i folds of too few speakers', (folds, drop, message) => {
  const few = drop === 1 ? clips : madeClips({ speakers: 2 });
  for (let fold = 0; fold < folds; fold++) {
    expect(() => splitCorpus(few, { kind: 'speaker', seed: 1, folds, fold })).toThrow(message);
  }
});

it('makes do with two speakers where no validation side is wanted', () => {
  const two = madeClips({ speakers: 2 });
  const { audit } = splitCorpus(two, { kind: 'speaker', seed: 1, validationFraction: 0 });
  expect(audit.sides.train.speakers).toBe(1);
  expect(audit.sides.test.speakers).toBe(1);
});

it('leaves one speaker out in turn when there are as many folds as speakers', () => {
  for (let fold = 0; fold < 4; fold++) {
    const { audit } = splitCorpus(clips, { kind: 'speaker', seed: 1, folds: 4, fold });
    expect(audit.sides.test.speakers).toBe(1);
  }
});

it('refuses two sentences for three sides', () => {
  const two = madeClips({ speakers: 10, sentences: 2 });
  expect(() => splitCorpus(two, { kind: 'speaker-sentence', seed: 1 })).toThrow(
    /2 sentences are too few for training, validation and test: split by speaker instead/,
  );
});

it('refuses a side without clips', () => {
  const apart = madeClips({ speakers: 5, sentences: 5 }).filter(
    (clip) => clip.speaker?.at(-1) === clip.sentence?.at(-1),
  );
  const tries = Array.from(
    { length: 10 },
    (_, seed) => () => splitCorpus(apart, { kind: 'speaker-sentence', seed }),
  );
  expect(
    tries.some((splitting) => {
      try {
        splitting();
        return false;
      } catch (error) {
        return /no speaker of the \w+ side says one of its sentences/.test((error as Error).message);
      }
    }),
  ).toBe(true);
});

it('refuses fewer clips than sides or folds', () => {
  expect(() => splitCorpus(clips.slice(0, 2), { kind: 'clip', seed: 1 })).toThrow(
    /at least 3 clips .* there are 2/,
  );
  expect(() => splitCorpus(clips.slice(0, 4), { kind: 'clip', seed: 1, folds: 5 })).toThrow(
    /at least 5 clips/,
  );
});

it('refuses a training side that lacks a class, naming it', () => {
  const bored = madeClips({ speakers: 4 }).map((clip) =>
    clip.speaker === 'speaker-001' ? { ...clip, label: 'BOR' } : clip,
  );
  const errors = [0, 1, 2, 3].flatMap((fold) => {
    try {
      splitCorpus(bored, { kind: 'speaker', seed: 1, folds: 4, fold, validationFraction: 0 });
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  expect(errors).toEqual([
    expect.stringMatching(/^split by speaker, fold \d of 4: training has no clip of BOR; take/),
  ]);
});
