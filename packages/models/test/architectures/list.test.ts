import * as tf from '@tensorflow/tfjs';
import type { FeatureShape } from '../../src/architectures/layout.ts';
import { ARCHITECTURES, findArchitecture, findArchitectures } from '../../src/architectures/list.ts';
import { modelVariables, readVariables } from '../../src/training/named-arrays.ts';
import { useJavaScript } from '../support/javascript.ts';

beforeAll(useJavaScript);

/** The least that the notebook's networks can take: they have no padding. */
const SMALLEST: Record<string, FeatureShape> = {
  'notebook-mel': { frames: 29, width: 57 },
  'notebook-wave': { frames: 57, width: 1 },
};

describe('findArchitecture', () => {
  it('finds each by its name, and names them all where there is none', () => {
    for (const architecture of ARCHITECTURES) expect(findArchitecture(architecture.name)).toBe(architecture);
    expect(() => findArchitecture('huge')).toThrow(
      "unknown model 'huge'; there are tiny, compact, large, notebook-mel",
    );
  });
});

describe('findArchitectures', () => {
  it('finds several that are fed and trained alike', () => {
    const names = (model: string) => findArchitectures(model).map(({ name }) => name);
    expect(names('tiny')).toEqual(['tiny']);
    expect(names('large+compact')).toEqual(['large', 'compact']);
  });

  it.each([
    ['compact+huge', "unknown model 'huge'"],
    ['compact+', "unknown model ''"],
    ['compact+compact', 'names compact twice; several networks of one kind are asked for by --members'],
    ['compact+tiny', "compact and tiny can't answer together"],
  ])('refuses %s', (model, message) => {
    expect(() => findArchitectures(model)).toThrow(message);
  });
});

describe.each(ARCHITECTURES.map((architecture) => [architecture.name, architecture] as const))(
  '%s',
  (name, architecture) => {
    const options = { ...(SMALLEST[name] ?? { frames: 40, width: 32 }), classes: 4 };

    it('draws its initial weights from the seed', () => {
      const before = tf.memory().numTensors;
      const [first, same, other] = [7, 7, 8].map((seed) => architecture.build({ ...options, seed }));
      const weights = [first, same, other].map((model) =>
        readVariables(modelVariables(model as tf.LayersModel)),
      );
      const kernels = Object.keys(weights[0] ?? {}).filter((weight) => weight.endsWith('kernel'));
      expect(kernels.length).toBeGreaterThan(1);
      for (const kernel of kernels) {
        const [bytes, sameBytes, otherBytes] = weights.map((arrays) =>
          Buffer.from((arrays[kernel] as Float32Array).buffer),
        );
        expect(sameBytes?.equals(bytes as Buffer)).toBe(true);
        expect(otherBytes?.equals(bytes as Buffer)).toBe(false);
      }
      for (const model of [first, same, other]) model?.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });

    it('ends in a softmax of linear logits', () => {
      const model = architecture.build({ ...options, seed: 1 });
      const logits = model.getLayer('logits');
      expect(model.outputs[0]?.shape).toEqual([null, 4]);
      expect(model.outputs[0]).toBe(model.getLayer('probabilities').output);
      expect(model.getLayer('probabilities').input).toBe(logits.output);
      expect(logits.getConfig()).toMatchObject({ units: 4, activation: 'linear' });
      model.dispose();
    });
  },
);

describe.each(Object.entries(SMALLEST))('%s', (name, { frames, width }) => {
  it('says when segments are too small for it', () => {
    const { build } = findArchitecture(name);
    const message = 'too small for this network';
    expect(() => build({ frames: frames - 1, width, classes: 4, seed: 1 })).toThrow(message);
    if (width > 1) expect(() => build({ frames, width: width - 1, classes: 4, seed: 1 })).toThrow(message);
  });
});
