import * as tf from '@tensorflow/tfjs';

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
    const correction1 = 1 - beta1 ** (step + 1);
    const correction2 = 1 - beta2 ** (step + 1);
    this.#moments.forEach(({ variable, first, second }, i) => {
      tf.tidy(() => {
        const gradient = gradients[i] as tf.Tensor;
        first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
        second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
        const deviation = tf.add(tf.sqrt(tf.div(second, correction2)), epsilon);
        const kept = variable.rank > 1 ? 1 - learningRate * weightDecay : 1;
        const update = tf.mul(tf.div(first, deviation), learningRate / correction1);
        variable.assign(tf.sub(kept === 1 ? variable : tf.mul(variable, kept), update));
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
