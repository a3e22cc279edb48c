import * as tf from '@tensorflow/tfjs';
import { RandomShift } from '../../src/training/random-shift.ts';
import { setTrainingStep } from '../../src/training/seeded-layer.ts';
import { useJavaScript } from '../support/javascript.ts';

beforeAll(useJavaScript);

const [SEGMENTS, FRAMES, BANDS] = [64, 12, 6];

function shiftModel(seed: number): tf.LayersModel {
  const input = tf.input({ shape: [FRAMES, BANDS, 1] });
  const layer = new RandomShift({ name: 'shift', frames: 2, bands: 1, seed });
  return tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
}

/** Each segment after the shift; every value of the input is `1000 × segment + 10 × frame + band`. */
function shifted(model: tf.LayersModel, step: number, training = true): Float32Array[] {
  setTrainingStep(model, step);
  const size = FRAMES * BANDS;
  const values = Float32Array.from({ length: SEGMENTS * size }, (_, i) => {
    const [segment, frame, band] = [Math.floor(i / size), Math.floor((i % size) / BANDS), i % BANDS];
    return 1000 * segment + 10 * frame + band;
  });
  return tf.tidy(() => {
    const output = model.apply(tf.tensor(values, [SEGMENTS, FRAMES, BANDS, 1]), { training }) as tf.Tensor;
    expect(output.shape).toEqual([SEGMENTS, FRAMES, BANDS, 1]);
    const data = output.dataSync() as Float32Array;
    return Array.from({ length: SEGMENTS }, (_, segment) => data.slice(segment * size, (segment + 1) * size));
  });
}

describe('RandomShift', () => {
  it('moves each segment as a whole by its own number of frames and bands, within bounds', () => {
    const [laterSeen, higherSeen] = [new Set<number>(), new Set<number>()];
    shifted(shiftModel(1), 0).forEach((values, segment) => {
      // A value from the middle tells how far its segment was moved.
      const origin = (values[6 * BANDS + 3] as number) - 1000 * segment;
      const [later, higher] = [6 - Math.floor(origin / 10), 3 - (origin % 10)];
      laterSeen.add(later);
      higherSeen.add(higher);
      values.forEach((value, i) => {
        const frame = (Math.floor(i / BANDS) - later + FRAMES) % FRAMES;
        const band = Math.min(BANDS - 1, Math.max(0, (i % BANDS) - higher));
        expect(value).toBe(1000 * segment + 10 * frame + band);
      });
    });
    expect([...laterSeen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
    expect([...higherSeen].sort((a, b) => a - b)).toEqual([-1, 0, 1]);
  });

  it('draws the same for the same seed and step, something else for any other', () => {
    const found = shifted(shiftModel(1), 4);
    expect(shifted(shiftModel(1), 4)).toEqual(found);
    expect(shifted(shiftModel(1), 5)).not.toEqual(found);
    expect(shifted(shiftModel(2), 4)).not.toEqual(found);
  });

  it('does nothing outside training', () => {
    const [first] = shifted(shiftModel(1), 0, false);
    expect(first?.slice(0, BANDS + 1)).toEqual(Float32Array.of(0, 1, 2, 3, 4, 5, 10));
  });

  it('is saved as a layer that does nothing', () => {
    const { layers } = JSON.parse(shiftModel(1).toJSON() as string).config;
    expect(layers[1]).toMatchObject({ class_name: 'Activation', config: { activation: 'linear' } });
  });
});
