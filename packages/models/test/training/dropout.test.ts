import * as tf from '@tensorflow/tfjs';
import { SeededDropout } from '../../src/training/dropout.ts';
import { setTrainingStep } from '../../src/training/seeded-layer.ts';
import { useJavaScript } from '../support/javascript.ts';

beforeAll(useJavaScript);

function dropoutModel(seed: number): tf.LayersModel {
  const input = tf.input({ shape: [50, 4] });
  const layer = new SeededDropout({ name: 'dropout', rate: 0.25, seed });
  return tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
}

function run(model: tf.LayersModel, step: number, training = true): Float32Array {
  setTrainingStep(model, step);
  return tf.tidy(
    () => (model.apply(tf.ones([8, 50, 4]), { training }) as tf.Tensor).dataSync() as Float32Array,
  );
}

describe('SeededDropout', () => {
  it('draws the same mask for the same seed and step, another for any other', () => {
    const model = dropoutModel(1);
    const mask = run(model, 5);
    expect(run(model, 6)).not.toEqual(mask);
    expect(run(model, 5)).toEqual(mask);
    expect(run(dropoutModel(1), 5)).toEqual(mask);
    expect(run(dropoutModel(2), 5)).not.toEqual(mask);
  });

  it('drops its share and scales the rest, so that the mean stays', () => {
    const values = run(dropoutModel(1), 0);
    const dropped = values.filter((value) => value === 0).length / values.length;
    expect(dropped).toBeCloseTo(0.25, 1);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
  });

  it('does nothing outside training', () => {
    expect(run(dropoutModel(1), 0, false).every((value) => value === 1)).toBe(true);
  });

  it('passes the gradient through its mask', () => {
    const model = dropoutModel(1);
    const mask = run(model, 3);
    const gradient = tf.tidy(() =>
      tf
        .grad((x) => tf.sum(model.apply(x, { training: true }) as tf.Tensor))(tf.ones([8, 50, 4]))
        .dataSync(),
    );
    expect(gradient).toEqual(mask);
  });

  it("is saved as tfjs's own dropout layer", () => {
    const { layers } = JSON.parse(dropoutModel(1).toJSON() as string).config;
    expect(layers[1]).toMatchObject({ class_name: 'Dropout', config: { name: 'dropout', rate: 0.25 } });
  });
});
