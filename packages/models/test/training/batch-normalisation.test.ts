import * as tf from '@tensorflow/tfjs';
import { chooseBackend } from '../../src/backend/choose.ts';
import { BatchNormalisation } from '../../src/training/batch-normalisation.ts';

const SHAPE = [5, 7, 3, 6];

function modelOf(layer: tf.layers.Layer): tf.LayersModel {
  const input = tf.input({ shape: SHAPE.slice(1) });
  return tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
}

/** Output, gradients of input, gamma and beta, and moving statistics after two steps of training. */
function train(model: tf.LayersModel): Float32Array[] {
  const [gamma, beta] = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  gamma?.assign(tf.linspace(0.5, 2, 6));
  beta?.assign(tf.linspace(-1, 1, 6));
  const x = tf.randomNormal(SHAPE, 3, 2, 'float32', 1);
  const dy = tf.randomNormal(SHAPE, 0, 1, 'float32', 2);
  const apply = (x: tf.Tensor) => model.apply(x, { training: true }) as tf.Tensor;
  const y = apply(x);
  const dx = tf.grad(apply)(x, dy);
  const { grads } = tf.variableGrads(() => tf.sum(tf.mul(apply(x), dy)));
  const weights = model.getWeights();
  return [y, dx, ...Object.values(grads), ...weights].map((tensor) => tensor.dataSync() as Float32Array);
}

describe.each(['cpu', 'native'] as const)('BatchNormalisation on the backend %s', (backend) => {
  beforeAll(async () => {
    await chooseBackend({ backend });
  });

  it("trains as tfjs's own layer does", () => {
    const ours = train(modelOf(new BatchNormalisation({ name: 'norm', momentum: 0.9 })));
    const theirs = train(modelOf(tf.layers.batchNormalization({ name: 'norm', momentum: 0.9 })));
    expect(ours.map(({ length }) => length)).toEqual(theirs.map(({ length }) => length));
    ours.forEach((values, i) => {
      const most = Math.max(...values.map((value, j) => Math.abs(value - (theirs[i]?.[j] as number))));
      expect(most).toBeLessThan(2e-5);
    });
  });

  it('uses the moving statistics outside training', () => {
    const model = modelOf(new BatchNormalisation({ name: 'norm', momentum: 0.9 }));
    model.setWeights([tf.fill([6], 2), tf.fill([6], 1), tf.fill([6], 3), tf.fill([6], 4 - 1e-3)]);
    const y = tf.tidy(() => (model.predict(tf.fill(SHAPE, 5)) as tf.Tensor).dataSync());
    for (const value of y) expect(value).toBeCloseTo(3, 5);
  });

  it('leaves no tensor behind', () => {
    const model = modelOf(new BatchNormalisation({ name: 'norm', momentum: 0.9 }));
    const step = () =>
      tf.tidy(() => {
        tf.variableGrads(() => tf.sum(model.apply(tf.ones(SHAPE), { training: true }) as tf.Tensor));
      });
    step();
    const before = tf.memory().numTensors;
    step();
    expect(tf.memory().numTensors).toBe(before);
  });
});

it("is saved as tfjs's own layer, which gives the same answers", async () => {
  await chooseBackend({ backend: 'cpu' });
  const model = modelOf(new BatchNormalisation({ name: 'norm', momentum: 0.9 }));
  train(model);
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved as tf.io.ModelArtifacts));
  expect(loaded.layers[1]).not.toBeInstanceOf(BatchNormalisation);
  const x = tf.randomNormal(SHAPE, 0, 1, 'float32', 5);
  const [ours, theirs] = [model, loaded].map((model) => (model.predict(x) as tf.Tensor).dataSync());
  expect(ours).toEqual(theirs);
});
