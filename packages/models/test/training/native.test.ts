import * as tf from '@tensorflow/tfjs';
import { inputShape } from '../../src/architectures/layout.ts';
import { ARCHITECTURES } from '../../src/architectures/list.ts';
import { chooseBackend } from '../../src/backend/choose.ts';
import { createTrainer } from '../../src/training/trainer.ts';
import { oneHot } from '../support/one-hot.ts';

/** What the package's backend tells beside tfjs's own. */
interface Fallbacks {
  fallbacks(): Record<string, number>;
  resetFallbacks(): void;
}

/** Segments as small as the largest network takes them. */
const SHAPES: Record<string, { frames: number; width: number }> = {
  'notebook-wave': { frames: 57, width: 1 },
};

describe('the native backend', () => {
  it.each(ARCHITECTURES.map((architecture) => [architecture.name, architecture] as const))(
    'trains %s without a kernel in JavaScript',
    async (name, architecture) => {
      await chooseBackend({ backend: 'native' });
      const shape = SHAPES[name] ?? { frames: 40, width: 64 };
      const model = architecture.build({ ...shape, classes: 3, seed: 1 });
      const trainer = createTrainer(model, {
        ...architecture.training,
        learningRate: 1e-3,
        labelSmoothing: 0.1,
        clipNorm: 1,
        schedule: 'warm-cosine',
        steps: 2,
      });
      const input = tf.randomUniform([4, ...inputShape(architecture.layout, shape)], -1, 1, 'float32', 3);
      const backend = tf.backend() as unknown as Fallbacks;
      backend.resetFallbacks();
      for (let step = 0; step < 2; step++) {
        const { loss } = await trainer.step(input, oneHot([0, 1, 2, 1], 3), step);
        expect(loss).toBeGreaterThan(0);
      }
      tf.dispose(model.predict(input));
      expect(backend.fallbacks()).toEqual({});
      trainer.dispose();
      model.dispose();
      input.dispose();
    },
  );
});
