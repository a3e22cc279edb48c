import * as tf from '@tensorflow/tfjs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { inputName, outputName } from './convert.ts';

/** Segments that are tried: a batch, so that its size is not fixed by mistake. */
const SEGMENTS = 5;

/**
 * Runs an ONNX file in ONNX Runtime beside the network that it was made from.
 *
 * @returns the largest difference of a probability over random inputs, the same ones each time
 */
export async function compareWithOnnx(model: tf.LayersModel, file: Uint8Array): Promise<number> {
  const [, ...shape] = (model.inputs[0] as tf.SymbolicTensor).shape as number[];
  const input = tf.randomNormal([SEGMENTS, ...shape], 0, 1, 'float32', 1);
  const output = tf.tidy(() => model.predictOnBatch(input) as tf.Tensor);
  const [values, expected] = await Promise.all([input.data(), output.data()]);
  tf.dispose([input, output]);
  const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
  try {
    const feeds = { [inputName(model)]: new Tensor('float32', values as Float32Array, [SEGMENTS, ...shape]) };
    const found = (await session.run(feeds))[outputName(model)]?.data as Float32Array | undefined;
    if (found?.length !== expected.length) {
      throw new Error(`the file gives ${found?.length} values, the network ${expected.length}`);
    }
    return found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))), 0);
  } finally {
    await session.release();
  }
}
