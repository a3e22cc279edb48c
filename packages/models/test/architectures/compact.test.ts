import * as tf from '@tensorflow/tfjs';
import { compact } from '../../src/architectures/compact.ts';
import { inputShape } from '../../src/architectures/layout.ts';
import { useJavaScript } from '../support/javascript.ts';

beforeAll(useJavaScript);

const SHAPE = { frames: 187, width: 64 };

describe('compact', () => {
  it('has less than 0.6 million parameters, and keeps a time axis of 24 steps for its pooling', () => {
    const model = compact.build({ ...SHAPE, classes: 6, seed: 1 });
    expect(model.countParams()).toBe(599_478);
    expect(model.getLayer('frames').outputShape).toEqual([null, 24, 112]);
    model.dispose();
  });

  it('is loaded by plain tfjs, and answers the same', async () => {
    const shape = { frames: 24, width: 16 };
    const model = compact.build({ ...shape, classes: 3, seed: 1 });
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = JSON.parse(JSON.stringify({ ...artifacts, weightData: undefined }));
        saved = { ...saved, weightData: artifacts.weightData } as tf.io.ModelArtifacts;
        return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
      }),
    );
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved as tf.io.ModelArtifacts));
    const input = tf.randomNormal([2, ...inputShape('time-major', shape)], 0, 1, 'float32', 7);
    const [expected, found] = [model, loaded].map((network) =>
      (network.predict(input) as tf.Tensor).dataSync(),
    );
    expect(found).toEqual(expected);
    tf.dispose([input, model, loaded] as unknown as tf.Tensor[]);
  });

  it('is trained without a gradient for its own input', async () => {
    const shape = { frames: 24, width: 16 };
    const model = compact.build({ ...shape, classes: 3, seed: 1 });
    const input = tf.randomNormal([2, ...inputShape('time-major', shape)], 0, 1, 'float32', 7);
    const { kernels } = await tf.profile(() => {
      const { value, grads } = tf.variableGrads(() =>
        (model.apply(input, { training: true }) as tf.Tensor).square().sum(),
      );
      tf.dispose(grads);
      return value;
    });
    const count = (name: string) => kernels.filter((kernel) => kernel.name === name).length;
    const convolutions = model.layers.filter((layer) => layer.getClassName() === 'Conv2D').length;
    expect(count('Conv2DBackpropFilter')).toBe(convolutions);
    expect(count('Conv2DBackpropInput')).toBe(convolutions - 1);
    tf.dispose([input, model] as unknown as tf.Tensor[]);
  });
});
