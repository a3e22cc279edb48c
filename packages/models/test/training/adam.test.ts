import * as tf from '@tensorflow/tfjs';
import { chooseBackend } from '../../src/backend/choose.ts';
import { Adam } from '../../src/training/adam.ts';

describe.each(['cpu', 'native'] as const)('Adam on the backend %s', (backend) => {
  beforeAll(async () => {
    await chooseBackend({ backend });
  });

  it('follows algorithm 1 of the paper', () => {
    const before = tf.memory().numTensors;
    const options = { beta1: 0.9, beta2: 0.99, epsilon: 1e-3 };
    const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, -2])));
    const adam = new Adam(new Map([['weight', variable]]), options);
    const expected = [1, -2];
    const [first, second] = [
      [0, 0],
      [0, 0],
    ];
    for (let step = 0; step < 5; step++) {
      const gradient = [0.5 - 0.3 * step, 0.01 * (step + 1)];
      tf.tidy(() => adam.apply([tf.tensor1d(gradient)], step, 0.1));
      gradient.forEach((g, i) => {
        first[i] = 0.9 * (first[i] as number) + 0.1 * g;
        second[i] = 0.99 * (second[i] as number) + 0.01 * g * g;
        const corrected = Math.sqrt((second[i] as number) / (1 - 0.99 ** (step + 1))) + 1e-3;
        (expected[i] as number) -= (0.1 * (first[i] as number)) / (1 - 0.9 ** (step + 1)) / corrected;
      });
    }
    variable.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 6);
    });
    adam.dispose();
    variable.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("takes the steps that tfjs's own takes", () => {
    const gradients = [tf.tensor1d([0.3, -4]), tf.tensor1d([-0.2, 1e-3]), tf.tensor1d([0.1, 2])];
    const [ours, theirs] = [tf.variable(tf.tensor1d([1, 1])), tf.variable(tf.tensor1d([1, 1]))];
    const adam = new Adam(new Map([['weight', ours]]));
    const reference = tf.train.adam(0.01, 0.9, 0.999, 1e-8);
    gradients.forEach((gradient, step) => {
      adam.apply([gradient], step, 0.01);
      reference.applyGradients([{ name: theirs.name, tensor: gradient }]);
    });
    theirs.dataSync().forEach((value, i) => {
      expect(ours.dataSync()[i]).toBeCloseTo(value, 5);
    });
  });
});
