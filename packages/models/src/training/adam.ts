import * as tf from '@tensorflow/tfjs';

/** The kernel that a backend may have for this; `@ser/tfjs-native` does. */
const KERNEL = 'AdamStep';

export interface AdamOptions {
  /** Decay of the first moment. Default 0.9. */
  beta1?: number;
  /** Decay of the second moment. Default 0.999. */
  beta2?: number;
  /** Default 1e-8. */
  epsilon?: number;
  /**
   * How fast kernels shrink, as a share of the learning rate, beside the gradients and not through them: Loshchilov &
   * Hutter, "Decoupled weight decay regularization" (2019). Biases and batch normalisation are spared. Default 0.
   */
  weightDecay?: number;
}

/**
 * Adam (Kingma & Ba, 2015), as their algorithm 1 has it. tfjs's own can't be restored exactly: it multiplies
 * its bias corrections up step by step in float32, but restores them as a power. Here they follow from the
 * step number, so the moments are the whole state.
 */
export class Adam {
  readonly #options: Required<AdamOptions>;
  readonly #moments: { name: string; variable: tf.Variable; first: tf.Variable; second: tf.Variable }[];

  /** @param variables by the names that the state gives them */
  constructor(variables: ReadonlyMap<string, tf.Variable>, options: AdamOptions = {}) {
    this.#options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, ...options };
    this.#moments = Array.from(variables, ([name, variable]) => ({
      name,
      variable,
      first: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
      second: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
    }));
  }

  /**
   * @param gradients one a variable, in their order
   * @param step how many steps came before this one
   */
  apply(gradients: readonly tf.Tensor[], step: number, learningRate: number): void {
    const { beta1, beta2, epsilon, weightDecay } = this.#options;
    const native = tf.getKernel(KERNEL, tf.getBackend()) !== undefined;
    this.#moments.forEach(({ variable, first, second }, i) => {
      const kept = variable.rank > 1 ? 1 - learningRate * weightDecay : 1;
      const options = { learningRate, beta1, beta2, epsilon, step: step + 1, kept };
      tf.tidy(() => {
        const inputs = { variable, gradient: gradients[i] as tf.Tensor, first, second };
        const next = native ? tf.engine().runKernel(KERNEL, inputs, options) : adamStep(inputs, options);
        const [nextVariable, nextFirst, nextSecond] = next as unknown as [tf.Tensor, tf.Tensor, tf.Tensor];
        variable.assign(nextVariable);
        first.assign(nextFirst);
        second.assign(nextSecond);
      });
    });
  }

  /** Each moment as a variable, by name. */
  variables(): Map<string, tf.Variable> {
    return new Map(
      this.#moments.flatMap(({ name, first, second }): [string, tf.Variable][] => [
        [`adam/first/${name}`, first],
        [`adam/second/${name}`, second],
      ]),
    );
  }

  dispose(): void {
    for (const { first, second } of this.#moments) tf.dispose([first, second]);
  }
}

type AdamInputs = Record<'variable' | 'gradient' | 'first' | 'second', tf.Tensor>;

/** Variable and moments after a step, by tfjs's own operations. */
function adamStep(
  { variable, gradient, first, second }: AdamInputs,
  options: {
    learningRate: number;
    beta1: number;
    beta2: number;
    epsilon: number;
    step: number;
    kept: number;
  },
): tf.Tensor[] {
  const { learningRate, beta1, beta2, epsilon, step, kept } = options;
  const nextFirst = tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1));
  const nextSecond = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const deviation = tf.add(tf.sqrt(tf.div(nextSecond, 1 - beta2 ** step)), epsilon);
  const update = tf.mul(tf.div(nextFirst, deviation), learningRate / (1 - beta1 ** step));
  return [tf.sub(kept === 1 ? variable : tf.mul(variable, kept), update), nextFirst, nextSecond];
}
