import * as tf from '@tensorflow/tfjs';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { SeededLayer } from './seeded-layer.ts';

export interface TimeShiftArgs {
  name: string;
  /** Frames by which a segment is moved at most, to either side. */
  frames: number;
  seed: number;
}

/**
 * Moves each segment of a batch `[batch, frames, …]` by a random number of frames; what leaves at one end comes
 * in at the other. The network learns not to mind where in the segment something is said. Saved as a linear
 * activation, which does nothing.
 */
export class TimeShift extends SeededLayer {
  static readonly className = 'Activation';
  readonly #most: number;

  constructor({ name, frames, seed }: TimeShiftArgs) {
    super(name, seed);
    this.#most = frames;
  }

  protected override disturb(input: tf.Tensor, seed: number): tf.Tensor {
    const [segments = 0, frames = 0, ...rest] = input.shape;
    const random = xoroshiro128plus(seed);
    const rows = new Int32Array(segments * frames);
    for (let segment = 0; segment < segments; segment++) {
      const shift = uniformInt(random, -this.#most, this.#most);
      for (let frame = 0; frame < frames; frame++) {
        const source = (((frame - shift) % frames) + frames) % frames;
        rows[segment * frames + frame] = segment * frames + source;
      }
    }
    const flat = tf.reshape(input, [segments * frames, ...rest]);
    return tf.reshape(tf.gather(flat, tf.tensor1d(rows, 'int32')), input.shape);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), activation: 'linear' };
  }
}
