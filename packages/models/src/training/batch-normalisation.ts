import * as tf from '@tensorflow/tfjs';
import { moveAverage } from './move-average.ts';

/** The kernels that a backend may have for this; `@ser/tfjs-native` does. */
const FORWARD = 'BatchNormTraining';
const BACKWARD = 'BatchNormTrainingGrad';

/** As in tfjs's own layer. */
const EPSILON = 1e-3;

export interface BatchNormalisationArgs {
  name: string;
  /** The share that the moving mean and variance keep at a step. */
  momentum: number;
}

/**
 * Batch normalisation of the last axis (Ioffe & Szegedy, 2015). It does what tfjs's own layer does, and is saved as that
 * layer, but its gradient is one formula and not a tape of a dozen operations on whole images, which takes a third of
 * the time of a step.
 */
export class BatchNormalisation extends tf.layers.Layer {
  static readonly className = 'BatchNormalization';
  readonly #momentum: number;
  #gamma!: tf.LayerVariable;
  #beta!: tf.LayerVariable;
  #mean!: tf.LayerVariable;
  #variance!: tf.LayerVariable;

  constructor({ name, momentum }: BatchNormalisationArgs) {
    super({ name });
    this.#momentum = momentum;
  }

  override build(inputShape: tf.Shape): void {
    const channels = [inputShape.at(-1) as number];
    const weight = (name: string, start: 'zeros' | 'ones', trainable: boolean) =>
      this.addWeight(name, channels, 'float32', tf.initializers[start](), undefined, trainable);
    this.#gamma = weight('gamma', 'ones', true);
    this.#beta = weight('beta', 'zeros', true);
    this.#mean = weight('moving_mean', 'zeros', false);
    this.#variance = weight('moving_variance', 'ones', false);
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training }: { training?: boolean }): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor;
    const [gamma, beta] = [this.#gamma.read(), this.#beta.read()];
    return tf.tidy(() => {
      if (training) {
        return normaliseBatch(x, gamma, beta, (mean, variance) => {
          this.#move(this.#mean, mean);
          this.#move(this.#variance, variance);
        });
      }
      return tf.batchNorm(x as tf.Tensor4D, this.#mean.read(), this.#variance.read(), beta, gamma, EPSILON);
    });
  }

  #move(average: tf.LayerVariable, value: tf.Tensor): void {
    average.write(moveAverage(average.read(), value, this.#momentum));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), axis: -1, momentum: this.#momentum, epsilon: EPSILON };
  }
}

/**
 * Each channel with mean `beta` and deviation `gamma` over the batch.
 *
 * @param x `[..., channels]`
 * @param use gets mean and variance of each channel of `x`
 */
function normaliseBatch(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  use: (mean: tf.Tensor, variance: tf.Tensor) => void,
): tf.Tensor {
  const native = tf.getKernel(FORWARD, tf.getBackend()) !== undefined;
  const attrs = { varianceEpsilon: EPSILON };
  const forward = () => {
    if (native) return tf.engine().runKernel(FORWARD, { x, offset: beta, scale: gamma }, attrs) as unknown;
    const { mean, variance } = tf.moments(x, axesBut(x));
    return [tf.batchNorm(x as tf.Tensor4D, mean, variance, beta, gamma, EPSILON), mean, variance];
  };
  const backward = (dy: tf.Tensor, x: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor) => {
    if (native) {
      return tf.engine().runKernel(BACKWARD, { x, dy, mean, variance, scale: gamma }, attrs) as unknown;
    }
    const axes = axesBut(x);
    const inverse = tf.rsqrt(tf.add(variance, EPSILON));
    const normal = tf.mul(tf.sub(x, mean), inverse);
    const [dBeta, dGamma] = [tf.sum(dy, axes), tf.sum(tf.mul(dy, normal), axes)];
    const rows = x.size / gamma.size;
    const share = tf.div(tf.add(dBeta, tf.mul(normal, dGamma)), rows);
    return [tf.mul(tf.sub(dy, share), tf.mul(gamma, inverse)), dBeta, dGamma];
  };
  return tf.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    const [y, mean, variance] = forward() as [tf.Tensor, tf.Tensor, tf.Tensor];
    use(mean, variance);
    save([x, mean, variance]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, mean, variance] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        const [dx, dBeta, dGamma] = backward(dy, x, mean, variance) as [tf.Tensor, tf.Tensor, tf.Tensor];
        return [dx, dGamma, dBeta];
      },
    };
  })(x, gamma, beta);
}

function axesBut(x: tf.Tensor): number[] {
  return x.shape.slice(0, -1).map((_, axis) => axis);
}
