import * as tf from '@tensorflow/tfjs';
import { encodeWeights, roundWeights } from '../../src/bundle/half-weights.ts';
import { useJavaScript } from '../support/javascript.ts';

beforeAll(useJavaScript);

function dense(kernel: number[], bias: number): tf.LayersModel {
  const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [kernel.length], units: 1 })] });
  model.setWeights([tf.tensor2d(kernel, [kernel.length, 1]), tf.tensor1d([bias])]);
  return model;
}

const weightsOf = (model: tf.LayersModel) => model.getWeights().map((weight) => [...weight.dataSync()]);

describe('roundWeights', () => {
  it('keeps 11 bits of each value', () => {
    const [[third, one, tiny], [bias]] = weightsOf(roundedDense([1 / 3, 1, 1e-9], -2.5)) as [
      number[],
      number[],
    ];
    expect(third).toBe(0.333251953125);
    expect(one).toBe(1);
    expect(tiny).toBe(0);
    expect(bias).toBe(-2.5);
  });

  it('leaves a tensor alone that half precision has no room for', () => {
    expect(weightsOf(roundedDense([1 / 3, 70_000], 1 / 3))).toEqual([
      [Math.fround(1 / 3), 70_000],
      [0.333251953125],
    ]);
  });

  function roundedDense(kernel: number[], bias: number): tf.LayersModel {
    const model = dense(kernel, bias);
    roundWeights(model);
    return model;
  }
});

describe('encodeWeights', () => {
  it('saves in half the bytes what loses nothing by it, and tfjs reads it back', () => {
    const values = [[0.5, -2, 0.333251953125, 0, 65_504, 2 ** -24], [1 / 3], [7, 8]];
    const specs: tf.io.WeightsManifestEntry[] = [
      { name: 'a', shape: [2, 3], dtype: 'float32' },
      { name: 'b', shape: [1], dtype: 'float32' },
      { name: 'c', shape: [2], dtype: 'int32' },
    ];
    const [a, b, c] = values as [number[], number[], number[]];
    const data = new Uint8Array([
      ...new Uint8Array(Float32Array.from([...a, ...b]).buffer),
      ...new Uint8Array(Int32Array.from(c).buffer),
    ]);
    const encoded = encodeWeights(specs, data.buffer);
    expect(encoded.data).toHaveLength(6 * 2 + 4 + 8);
    const read = tf.io.decodeWeights(encoded.data.buffer, encoded.specs);
    expect([...(read.a as tf.Tensor).dataSync()]).toEqual(a);
    expect([...(read.b as tf.Tensor).dataSync()]).toEqual([Math.fround(1 / 3)]);
    expect([...(read.c as tf.Tensor).dataSync()]).toEqual(c);
    expect((read.a as tf.Tensor).shape).toEqual([2, 3]);
  });
});
