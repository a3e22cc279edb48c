import * as tf from '@tensorflow/tfjs';
import { logitsModel } from '../../src/architectures/head.ts';
import { useJavaScript } from '../support/javascript.ts';
import { TINY_SHAPE, tinyModel } from '../support/tiny.ts';

beforeAll(useJavaScript);

describe('logitsModel', () => {
  it('gives what the model takes the softmax of, from the same weights', () => {
    const start = tf.memory().numTensors;
    const model = tinyModel();
    const logits = logitsModel(model);
    tf.tidy(() => {
      const input = tf.randomUniform([2, TINY_SHAPE.frames, TINY_SHAPE.width, 1], -1, 1, 'float32', 1);
      const expected = tf.softmax(logits.predict(input) as tf.Tensor).dataSync();
      (model.predict(input) as tf.Tensor).dataSync().forEach((probability, i) => {
        expect(probability).toBeCloseTo(expected[i] as number, 6);
      });
    });
    model.dispose();
    expect(tf.memory().numTensors).toBe(start);
  });
});
