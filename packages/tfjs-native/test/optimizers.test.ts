import * as tf from '@tensorflow/tfjs';
import { expectSame, type Results, resultsOf, useNative } from './support/native.ts';
import { tensor } from './support/random.ts';

beforeAll(useNative);

/** Seven steps of Adam on two variables, and on one that the loss doesn't know, from saved weights after the third one. */
async function trained(): Promise<Results> {
  const variables = [[3, 5], [40], [2]].map((shape, i) => tf.variable(tensor(shape, i), true));
  const [a, b] = variables as [tf.Variable, tf.Variable];
  const loss = () => tf.add(tf.sum(tf.square(tf.sub(a, 0.3))), tf.mean(tf.exp(b))).asScalar();
  const step = (optimizer: tf.Optimizer) => optimizer.minimize(loss, false, variables);
  const first = tf.train.adam(0.05, 0.8, 0.95, 1e-6);
  for (let i = 0; i < 3; i++) step(first);
  const second = tf.train.adam(0.05, 0.8, 0.95, 1e-6);
  await second.setWeights(await first.getWeights());
  for (let i = 0; i < 4; i++) step(second);
  const state = await second.getWeights();
  const results = resultsOf([...variables, ...state.map(({ tensor }) => tensor)]);
  first.dispose();
  tf.dispose(variables);
  return results;
}

it("tf.train.adam takes TensorFlow.js's steps and keeps its state", async () => {
  const on = async (backend: string) => {
    await tf.setBackend(backend);
    return trained();
  };
  expectSame({ cpu: await on('cpu'), native: await on('native') }, 1e-5);
});

it('a step of tf.train.adam on all variables of a loss leaves no tensor behind', async () => {
  await tf.setBackend('native');
  const x = tf.variable(tensor([6], 1));
  const optimizer = tf.train.adam(0.1);
  const step = () => optimizer.minimize(() => tf.sum(tf.square(x)).asScalar());
  step();
  const { numTensors } = tf.memory();
  for (let i = 0; i < 50; i++) step();
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(Math.max(...x.abs().dataSync())).toBeLessThan(0.2);
});
