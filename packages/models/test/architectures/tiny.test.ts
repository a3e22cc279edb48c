import * as tf from '@tensorflow/tfjs';
import { inputShape, toInput } from '../../src/architectures/layout.ts';
import { tiny } from '../../src/architectures/tiny.ts';
import { createTrainer } from '../../src/training/trainer.ts';
import { useJavaScript } from '../support/javascript.ts';
import { oneHot } from '../support/one-hot.ts';

beforeAll(useJavaScript);

/** What its recipe gives. */
const shape = { frames: 157, width: 64 };

describe('tiny', () => {
  it('is small, layer by layer', () => {
    const model = tiny.build({ ...shape, classes: 6, seed: 1 });
    expect(model.layers.map(({ name, outputShape }) => [name, (outputShape as number[]).slice(1)])).toEqual([
      ['mel', [157, 64, 1]],
      ['shift', [157, 64, 1]],
      ['conv1', [79, 16, 16]],
      ['pool1', [39, 8, 16]],
      ['conv2', [20, 8, 32]],
      ['norm2', [20, 8, 32]],
      ['relu2', [20, 8, 32]],
      ['conv3', [20, 4, 32]],
      ['norm3', [20, 4, 32]],
      ['relu3', [20, 4, 32]],
      ['conv4', [10, 4, 48]],
      ['norm4', [10, 4, 48]],
      ['relu4', [10, 4, 48]],
      ['bands', [10, 192]],
      ['mean', [192]],
      ['max', [192]],
      ['pooled', [384]],
      ['dropout', [384]],
      ['logits', [6]],
      ['probabilities', [6]],
    ]);
    expect(model.countParams()).toBe(30_822);
    expect(model.layers[0]?.batchInputShape).toEqual([null, ...inputShape(tiny.layout, shape)]);
    model.dispose();
  });

  it('tells two kinds of made segment apart after a few steps', async () => {
    const shape = { frames: 32, width: 16 };
    const model = tiny.build({ ...shape, classes: 2, seed: 1 });
    const trainer = createTrainer(model, { learningRate: 1e-3 });
    const classes = Int32Array.of(0, 1, 0, 1);
    // Energy in the low bands or in the high ones, over a floor that differs from segment to segment.
    const values = Float32Array.from({ length: 4 * shape.frames * shape.width }, (_, i) => {
      const segment = Math.floor(i / (shape.frames * shape.width));
      const high = i % shape.width >= shape.width / 2;
      return Math.sin(i * (segment + 1)) + (high === (classes[segment] === 1) ? 1 : 0);
    });
    const inputs = toInput(tiny.layout, shape, values);
    let result = await trainer.step(inputs, oneHot(classes, 2), 0);
    for (let step = 1; step < 6; step++) result = await trainer.step(inputs, oneHot(classes, 2), step);
    expect(result.correct).toBe(4);
    expect(result.loss).toBeLessThan(0.3);
    tf.dispose(inputs);
  });
});
