import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { joinNetworks } from '../../src/architectures/ensemble.ts';
import { coolLogits, logitsModel } from '../../src/architectures/head.ts';
import { loadBundle, saveBundle } from '../../src/bundle/folder.ts';
import { useJavaScript } from '../support/javascript.ts';
import { TINY_SHAPE, tinyCard, tinyModel } from '../support/tiny.ts';

beforeAll(useJavaScript);

const input = () => tf.randomNormal([3, TINY_SHAPE.frames, TINY_SHAPE.width, 1], 0, 1, 'float32', 1);
const answers = (model: tf.LayersModel) => (model.predict(input()) as tf.Tensor).arraySync() as number[][];
const logits = (model: tf.LayersModel) => (logitsModel(model).predict(input()) as tf.Tensor).arraySync();

function expectClose(actual: unknown, expected: unknown): void {
  (actual as number[][]).flat().forEach((value, i) => {
    expect(value).toBeCloseTo((expected as number[][]).flat()[i] as number, 5);
  });
}

describe('joinNetworks', () => {
  const members = () => [1, 2, 3].map((seed) => tinyModel(seed));
  const meanOf = (models: tf.LayersModel[], scale = 1) =>
    tf.tidy(() => {
      const all = models.map((model) => logitsModel(model).predict(input()) as tf.Tensor);
      return tf.mul(tf.addN(all), scale / models.length).arraySync();
    });

  it('answers with the mean of the logits', async () => {
    const models = members();
    const joined = await joinNetworks(models);
    expectClose(logits(joined), meanOf(models));
    expectClose(answers(joined), tf.softmax(tf.tensor2d(meanOf(models) as number[][])).arraySync());
    expect(joined.countParams()).toBe(3 * (models[0] as tf.LayersModel).countParams());
  });

  it('is cooled as one network is', async () => {
    const models = members();
    const joined = await joinNetworks(models);
    coolLogits(joined, 2);
    expectClose(logits(joined), meanOf(models, 0.5));
  });

  it('is saved and loaded as any bundle', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ser-ensemble-'));
    try {
      const joined = await joinNetworks(members());
      await saveBundle(join(folder, 'model'), joined, tinyCard());
      expect(answers((await loadBundle(join(folder, 'model'))).model)).toEqual(answers(joined));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
