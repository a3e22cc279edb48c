import * as tf from '@tensorflow/tfjs';
import { ModelError } from '../errors.ts';

/** Float32 values of weights and optimizer moments by name: what a checkpoint keeps. */
export type NamedArrays = Record<string, Float32Array>;

export type NamedVariables = ReadonlyMap<string, tf.Variable>;

/** Every weight of a model, trainable or not, as `LAYER/WEIGHT`. */
export function modelVariables(model: tf.LayersModel): Map<string, tf.Variable> {
  return new Map(
    model.layers.flatMap((layer) =>
      layer.weights.map((weight): [string, tf.Variable] => [
        weight.originalName,
        weight.read() as tf.Variable,
      ]),
    ),
  );
}

/** A copy of the variables' values. */
export function readVariables(variables: NamedVariables): NamedArrays {
  return Object.fromEntries(
    Array.from(variables, ([name, variable]) => [name, (variable.dataSync() as Float32Array).slice()]),
  );
}

/**
 * Sets the variables to given values; other entries of `arrays` are left alone.
 *
 * @throws {@link ModelError} that names the first entry that is missing or of another size, with nothing set
 */
export function writeVariables(variables: NamedVariables, arrays: NamedArrays): void {
  for (const [name, { size }] of variables) {
    const length = arrays[name]?.length;
    if (length !== size) {
      const found = length === undefined ? 'no values' : `${length} values`;
      throw new ModelError(
        `the saved state has ${found} for ${name}, the model takes ${size}: it is of another model`,
      );
    }
  }
  for (const [name, variable] of variables) {
    tf.tidy(() => variable.assign(tf.tensor((arrays[name] as Float32Array).slice(), variable.shape)));
  }
}
