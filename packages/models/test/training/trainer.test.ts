import * as tf from '@tensorflow/tfjs';
import { toInput } from '../../src/architectures/layout.ts';
import { modelVariables, readVariables } from '../../src/training/named-arrays.ts';
import { createTrainer, type Trainer } from '../../src/training/trainer.ts';
import { useJavaScript } from '../support/javascript.ts';
import { oneHot } from '../support/one-hot.ts';
import { TINY_SHAPE, tinyModel, tinySegments } from '../support/tiny.ts';

beforeAll(useJavaScript);

/** Six segments whose class is told from their values. */
const targets = oneHot([0, 1, 2, 0, 1, 2], 3);
const values = Float32Array.from(
  tinySegments(6).flatMap((segment, i) => Array.from(segment, (v) => v + (i % 3))),
);

async function steps(trainer: Trainer, from: number, to: number): Promise<number[]> {
  const losses: number[] = [];
  for (let step = from; step < to; step++) {
    const inputs = toInput('time-major', TINY_SHAPE, values);
    losses.push((await trainer.step(inputs, targets, step)).loss);
    inputs.dispose();
  }
  return losses;
}

const options = {
  learningRate: 0.01,
  schedule: 'warm-cosine',
  steps: 12,
  labelSmoothing: 0.1,
  clipNorm: 1,
} as const;

describe('createTrainer', () => {
  it('learns', async () => {
    const model = tinyModel();
    const trainer = createTrainer(model, { learningRate: 0.02 });
    const losses = await steps(trainer, 0, 60);
    expect(losses[0]).toBeGreaterThan(0.5);
    expect(losses.at(-1)).toBeLessThan(0.3);
    const inputs = toInput('time-major', TINY_SHAPE, values);
    expect((await trainer.step(inputs, targets, 60)).correct).toBe(6);
  });

  it('reaches the same bits when it is stopped and goes on in a new model', async () => {
    const straight = createTrainer(tinyModel(), options);
    const losses = await steps(straight, 0, 9);

    const before = createTrainer(tinyModel(), options);
    const lossesBefore = await steps(before, 0, 4);
    // As a checkpoint file keeps it.
    const saved = Object.entries(before.state()).map(
      ([name, array]) => [name, new Uint8Array(array.buffer).slice()] as const,
    );
    before.dispose();

    const after = createTrainer(tinyModel(99), options);
    await steps(after, 0, 2);
    after.restore(Object.fromEntries(saved.map(([name, bytes]) => [name, new Float32Array(bytes.buffer)])));
    expect([...lossesBefore, ...(await steps(after, 4, 9))]).not.toEqual(losses);

    const sameSeed = createTrainer(tinyModel(), options);
    sameSeed.restore(
      Object.fromEntries(saved.map(([name, bytes]) => [name, new Float32Array(bytes.buffer)])),
    );
    expect([...lossesBefore, ...(await steps(sameSeed, 4, 9))]).toEqual(losses);
    expect(sameSeed.state()).toEqual(straight.state());
  });

  it('keeps all that later steps depend on: weights, running statistics, moments', async () => {
    const trainer = createTrainer(tinyModel(), options);
    const fresh = trainer.state();
    expect(Object.keys(fresh).filter((name) => !name.startsWith('adam'))).toEqual([
      'conv/kernel',
      'conv/bias',
      'norm/gamma',
      'norm/beta',
      'norm/moving_mean',
      'norm/moving_variance',
      'logits/kernel',
      'logits/bias',
    ]);
    expect(Object.keys(fresh).filter((name) => name.startsWith('adam'))).toHaveLength(12);
    await steps(trainer, 0, 1);
    for (const [name, array] of Object.entries(trainer.state())) {
      // A bias under batch normalisation has no effect, so no gradient to speak of.
      if (!name.includes('conv/bias')) expect(array).not.toEqual(fresh[name]);
    }
  });

  it('averages the weights over the steps, running statistics among them', async () => {
    const model = tinyModel();
    const trainer = createTrainer(model, { ...options, averageDecay: 0.5 });
    const names = ['logits/kernel', 'norm/moving_mean'];
    const firsts = () => names.map((name) => (trainer.state()[name] as Float32Array)[0] as number);
    let expected = firsts();
    for (let step = 0; step < 3; step++) {
      await steps(trainer, step, step + 1);
      const decay = Math.min(0.5, (1 + step) / (10 + step));
      const now = firsts();
      expected = expected.map((value, i) => decay * value + (1 - decay) * (now[i] as number));
    }
    const averaged = trainer.weights();
    for (const [i, name] of names.entries()) {
      expect((averaged[name] as Float32Array)[0]).toBeCloseTo(expected[i] as number, 6);
    }
    const own = trainer.state();
    const during = await trainer.withAverage(async () => readVariables(modelVariables(model)));
    expect(during).toEqual(averaged);
    expect(trainer.state()).toEqual(own);
  });

  it('goes on with the average where it was stopped', async () => {
    const averaging = { ...options, averageDecay: 0.9, weightDecay: 0.1 };
    const straight = createTrainer(tinyModel(), averaging);
    await steps(straight, 0, 6);
    const before = createTrainer(tinyModel(), averaging);
    await steps(before, 0, 3);
    const after = createTrainer(tinyModel(), averaging);
    after.restore(before.state());
    await steps(after, 3, 6);
    expect(after.weights()).toEqual(straight.weights());
  });

  it('takes weights alone, for the best epoch', async () => {
    const trainer = createTrainer(tinyModel(), options);
    const best = trainer.weights();
    await steps(trainer, 0, 3);
    const moments = trainer.state()['adam/first/logits/kernel'];
    trainer.setWeights(best);
    expect(trainer.weights()).toEqual(best);
    expect(trainer.state()['adam/first/logits/kernel']).toEqual(moments);
  });

  it('refuses the state of another model, and stays as it was', () => {
    const trainer = createTrainer(tinyModel(), options);
    const state = trainer.state();
    const short = { ...state, 'logits/kernel': new Float32Array(3) };
    expect(() => trainer.restore(short)).toThrow('3 values for logits/kernel, the model takes 120');
    const { 'conv/bias': _, ...missing } = state;
    expect(() => trainer.restore(missing)).toThrow('no values for conv/bias');
    expect(trainer.state()).toEqual(state);
  });

  it('keeps the number of tensors flat over steps and frees its own', async () => {
    const start = tf.memory().numTensors;
    const model = tinyModel();
    const trainer = createTrainer(model, options);
    await steps(trainer, 0, 2);
    const between = tf.memory().numTensors;
    await steps(trainer, 2, 6);
    trainer.restore(trainer.state());
    expect(tf.memory().numTensors).toBe(between);
    trainer.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(start);
  });

  it('lets the learning rate come to rest at the last step', async () => {
    const trainer = createTrainer(tinyModel(), { ...options, steps: 100 });
    const before = trainer.weights();
    await steps(trainer, 100, 101);
    expect(trainer.weights()['logits/kernel']).toEqual(before['logits/kernel']);
    expect(() => createTrainer(tinyModel(), { learningRate: 0.1, schedule: 'warm-cosine' })).toThrow(
      'needs the number of steps',
    );
  });

  it('bounds the norm of the gradients', async () => {
    const model = tinyModel();
    const trainer = createTrainer(model, { learningRate: 0.1, clipNorm: 1e-3 });
    await steps(trainer, 0, 1);
    // First moments after one step are a tenth of the clipped gradients.
    const squares = Object.entries(trainer.state())
      .filter(([name]) => name.startsWith('adam/first'))
      .flatMap(([, array]) => Array.from(array, (value) => (10 * value) ** 2));
    expect(Math.sqrt(squares.reduce((sum, value) => sum + value, 0))).toBeCloseTo(1e-3, 8);
  });

  it('reports the cross-entropy of the smoothed labels', async () => {
    const model = tinyModel();
    const trainer = createTrainer(model, { learningRate: 0.01, labelSmoothing: 0.3 });
    trainer.setWeights(
      Object.fromEntries(
        Object.entries(trainer.weights()).map(([name, { length }]) => [name, new Float32Array(length)]),
      ),
    );
    // All logits are 0: every class has probability 1/3 whatever the target.
    expect((await steps(trainer, 0, 1))[0]).toBeCloseTo(Math.log(3), 5);
  });
});
