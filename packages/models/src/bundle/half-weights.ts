import { Float16Array, f16round } from '@petamoriken/float16';
import * as tf from '@tensorflow/tfjs';
import { modelVariables, readVariables, writeVariables } from '../training/named-arrays.ts';

/**
 * Rounds a model's weights to half precision, tensor by tensor, where that costs no more than rounding: 11 bits of each
 * value. A tensor with values that half precision can't hold stays as it is. Bundles are half as large then.
 */
export function roundWeights(model: tf.LayersModel): void {
  const variables = modelVariables(model);
  const rounded = Object.entries(readVariables(variables)).map(([name, values]) => {
    const half = values.map(f16round);
    return [name, values.every((value, i) => isClose(value, half[i] as number)) ? half : values] as const;
  });
  writeVariables(variables, Object.fromEntries(rounded));
}

/** Below half precision's normal numbers the error is absolute: so small that no sum notices. */
function isClose(value: number, half: number): boolean {
  return Math.abs(value - half) <= Math.max(2 ** -11 * Math.abs(value), 2 ** -25);
}

export interface EncodedWeights {
  specs: tf.io.WeightsManifestEntry[];
  data: Uint8Array<ArrayBuffer>;
}

/**
 * Weights as they stand in a bundle: those tensors in half precision that lose nothing by it, the others as they are.
 *
 * @param data the values of `specs`, one after another
 */
export function encodeWeights(
  specs: readonly tf.io.WeightsManifestEntry[],
  data: ArrayBuffer,
): EncodedWeights {
  const parts: Uint8Array[] = [];
  const encoded: tf.io.WeightsManifestEntry[] = [];
  let start = 0;
  for (const spec of specs) {
    const bytes = tf.util.sizeFromShape(spec.shape) * tf.util.bytesPerElement(spec.dtype);
    const own = data.slice(start, start + bytes);
    start += bytes;
    const values = spec.dtype === 'float32' ? new Float32Array(own) : undefined;
    if (values?.every((value) => Object.is(f16round(value), value))) {
      const half = new Float16Array(values);
      parts.push(new Uint8Array(half.buffer));
      encoded.push({ ...spec, quantization: { dtype: 'float16' } });
    } else {
      parts.push(new Uint8Array(own));
      encoded.push(spec);
    }
  }
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return { specs: encoded, data: whole };
}
