import type { FeatureStore } from '@ser/dataset';
import {
  type AnswerNormalisation,
  adjustAnswer,
  answerAdjustment,
  centredLogRatios,
  chooseBackend,
  type Predictor,
  RowStatistics,
} from '@ser/models';
import * as tf from '@tensorflow/tfjs';
import { judgeRows } from '../src/judge.ts';

/** Clips of one window, whose three features are the logits of their three classes. */
const ROWS = [
  { clip: 'a1', speaker: 'a', label: 'ANG', values: [2, 1, 0] },
  { clip: 'a2', speaker: 'a', label: 'NEU', values: [1, 2, 0] },
  { clip: 'a3', speaker: 'a', label: 'SAD', values: [1, 0, 0.5] },
  { clip: 'b1', speaker: 'b', label: 'SAD', values: [0, 0, 1] },
];
const store = {
  width: 3,
  rows: ROWS.map(({ values: _, ...row }) => row),
  read: async (row: number) => Float32Array.from(ROWS[row]?.values ?? []),
} as unknown as FeatureStore;

const answers: AnswerNormalisation = {
  mixed: { mean: [0.1, 0, -0.1], spread: 2 },
  plain: { mean: [-0.5, 1, -0.5], spread: 0.5 },
  windows: 4,
  sharpness: 1.2,
};

let model: tf.LayersModel;
beforeAll(async () => {
  await chooseBackend({ backend: 'cpu' });
  const input = tf.input({ shape: [1, 3, 1] });
  const logits = tf.layers.flatten().apply(input);
  model = tf.model({
    inputs: input,
    outputs: tf.layers.softmax().apply(logits) as tf.SymbolicTensor,
  });
});

const predictor = (answers: AnswerNormalisation | null): Predictor => ({
  card: {
    name: 'logits',
    recipe: { features: 'mel', sampleRate: 16_000, segments: { kind: 'whole', seconds: 1 } },
    input: { frames: 1, width: 3, layout: 'time-major' },
    // So many rows of the population that every voice is an average one.
    normalisation: { kind: 'voice', mean: [0, 0, 0], std: [1, 1, 1], rows: 1e12 },
    answers,
  },
  model,
});

const said = (records: readonly { probabilities: ArrayLike<number> }[] = []) =>
  records.map(({ probabilities }) =>
    Array.from(probabilities, (probability) => expect.closeTo(probability, 5)),
  );

it("holds the answers to a known voice against what was said of its other clips, and no stranger's", async () => {
  const raw = await judgeRows(predictor(null), [{ store, rows: [0, 1, 2, 3] }]);
  const judged = await judgeRows(predictor(answers), [{ store, rows: [0, 1, 2, 3] }]);
  expect(said(judged.stranger)).toEqual(said(raw.stranger));

  const heard = new RowStatistics(3);
  for (const row of [1, 2]) heard.add(centredLogRatios(raw.all?.[row]?.probabilities ?? []));
  const expected = adjustAnswer(raw.all?.[0]?.probabilities ?? [], answerAdjustment(answers, heard));
  expect(said(judged.all).at(0)).toEqual(said([{ probabilities: expected }])[0]);
  // A speaker of one clip stays a stranger.
  expect(said(judged.all).at(3)).toEqual(said(raw.stranger).at(3));
  expect(judged.all?.map(({ clip }) => clip)).toEqual(['a1', 'a2', 'a3', 'b1']);
});

it('hears the other clips of a voice where they are not among those it judges', async () => {
  const all = await judgeRows(predictor(answers), [{ store, rows: [0, 1, 2, 3] }]);
  const one = await judgeRows(predictor(answers), [{ store, rows: [2] }]);
  expect(one.all).toHaveLength(1);
  expect(said(one.all)).toEqual(said(all.all).slice(2, 3));
  expect(said(one.neutral)).toEqual(said(all.neutral).slice(2, 3));
});

it('hears at several speeds: each by itself, and the segments of a clip numbered on', async () => {
  const faster = {
    ...store,
    read: async (row: number) => Float32Array.from([0, 0, ROWS[row]?.values[0] ?? 0]),
  } as unknown as FeatureStore;
  const alone = await Promise.all(
    [store, faster].map((one) => judgeRows(predictor(answers), [{ store: one, rows: [0, 1] }])),
  );
  const together = await judgeRows(predictor(answers), [
    { store, rows: [0, 1] },
    { store: faster, rows: [0, 1] },
  ]);
  for (const how of ['stranger', 'all'] as const) {
    expect(said(together[how])).toEqual(alone.flatMap((judged) => said(judged[how])));
  }
  expect(together.stranger.map(({ clip, segment }) => `${clip}#${segment}`)).toEqual([
    ...['a1#0', 'a2#0'],
    ...['a1#1', 'a2#1'],
  ]);
});
