import { notebookMel } from '../../src/architectures/notebook-mel.ts';
import { useJavaScript } from '../support/javascript.ts';

beforeAll(useJavaScript);

describe('notebook-mel', () => {
  it("is the notebook's network, layer by layer", () => {
    const model = notebookMel.build({ frames: 55, width: 128, classes: 6, seed: 1 });
    expect(model.layers.map(({ name, outputShape }) => [name, (outputShape as number[]).slice(1)])).toEqual([
      ['mel', [128, 55, 1]],
      ['conv1', [124, 53, 512]],
      ['pool1', [60, 26, 512]],
      ['conv2', [56, 24, 512]],
      ['pool2', [26, 11, 512]],
      ['conv3', [22, 9, 128]],
      ['pool3', [9, 4, 128]],
      ['flatten', [4608]],
      ['fc1', [256]],
      ['dropout', [256]],
      ['logits', [6]],
      ['probabilities', [6]],
    ]);
    expect(model.countParams()).toBe(6_105_478);
    expect(model.getLayer('dropout').getConfig()).toMatchObject({ rate: 0.2 });
    model.dispose();
  });

  it('is trained on 55 frames of 128 bands', () => {
    expect(notebookMel.recipe).toMatchObject({ features: 'mel', sampleRate: 22_050 });
    expect(notebookMel.layout).toBe('band-major');
  });
});
