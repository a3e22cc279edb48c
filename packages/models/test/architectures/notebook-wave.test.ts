import * as tf from '@tensorflow/tfjs';
import { notebookWave } from '../../src/architectures/notebook-wave.ts';
import { useJavaScript } from '../support/javascript.ts';

beforeAll(useJavaScript);

describe('notebook-wave', () => {
  it("is the notebook's network, layer by layer", () => {
    // At full size: it takes a second and 464 MB.
    const model = notebookWave.build({ frames: 27_960, width: 1, classes: 6, seed: 1 });
    expect(model.layers.map(({ name, outputShape }) => [name, (outputShape as number[]).slice(1)])).toEqual([
      ['wave', [27_960, 1]],
      ['conv1', [27_956, 512]],
      ['pool1', [13_976, 512]],
      ['conv2', [13_972, 512]],
      ['pool2', [6_984, 512]],
      ['conv3', [6_980, 128]],
      ['pool3', [3_488, 128]],
      ['flatten', [446_464]],
      ['fc1', [256]],
      ['dropout', [256]],
      ['fc2', [128]],
      ['logits', [6]],
      ['probabilities', [6]],
    ]);
    expect(model.countParams()).toBe(115_970_822);
    expect(model.getLayer('dropout').getConfig()).toMatchObject({ rate: 0.2 });
    model.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });
});
