import * as tf from '@tensorflow/tfjs';
import { setTrainingStep } from '../../src/training/seeded-layer.ts';
import { TimeShift } from '../../src/training/time-shift.ts';
import { useJavaScript } from '../support/javascript.ts';

beforeAll(useJavaScript);

const [SEGMENTS, FRAMES, WIDTH] = [64, 12, 3];

function shiftModel(seed: number): tf.LayersModel {
  const input = tf.input({ shape: [FRAMES, WIDTH, 1] });
  const layer = new TimeShift({ name: 'shift', frames: 2, seed });
  return tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
}

/** By how much each segment was moved; the input's values tell frame and band. */
function shifts(model: tf.LayersModel, step: number, training = true): number[] {
  setTrainingStep(model, step);
  return tf.tidy(() => {
    const row = tf.range(0, FRAMES * WIDTH).reshape([1, FRAMES, WIDTH, 1]);
    const output = model.apply(tf.tile(row, [SEGMENTS, 1, 1, 1]), { training }) as tf.Tensor;
    expect(output.shape).toEqual([SEGMENTS, FRAMES, WIDTH, 1]);
    const values = output.dataSync();
    return Array.from({ length: SEGMENTS }, (_, segment) => {
      const start = segment * FRAMES * WIDTH;
      const first = values[start] as number;
      // Whole frames, in their order, the end joined to the beginning.
      for (let i = 0; i < FRAMES * WIDTH; i++) expect(values[start + i]).toBe((first + i) % (FRAMES * WIDTH));
      const moved = (FRAMES - first / WIDTH) % FRAMES;
      return moved > FRAMES / 2 ? moved - FRAMES : moved;
    });
  });
}

describe('TimeShift', () => {
  it('moves each segment by its own whole number of frames, within bounds', () => {
    const found = shifts(shiftModel(1), 0);
    expect([...new Set(found)].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  });

  it('draws the same for the same seed and step, something else for any other', () => {
    const found = shifts(shiftModel(1), 4);
    expect(shifts(shiftModel(1), 4)).toEqual(found);
    expect(shifts(shiftModel(1), 5)).not.toEqual(found);
    expect(shifts(shiftModel(2), 4)).not.toEqual(found);
  });

  it('does nothing outside training', () => {
    expect(new Set(shifts(shiftModel(1), 0, false))).toEqual(new Set([0]));
  });

  it('is saved as a layer that does nothing', () => {
    const { layers } = JSON.parse(shiftModel(1).toJSON() as string).config;
    expect(layers[1]).toMatchObject({ class_name: 'Activation', config: { activation: 'linear' } });
  });
});
