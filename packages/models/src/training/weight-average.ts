import * as tf from '@tensorflow/tfjs';
import { moveAverage } from './move-average.ts';
import { type NamedArrays, type NamedVariables, readVariables } from './named-arrays.ts';

/**
 * An exponential moving average of a model's weights, running statistics of batch normalisation among them: a model of
 * it answers better and steadier than the last step's. Polyak & Juditsky, "Acceleration of stochastic approximation
 * by averaging" (1992); the decay rises with the steps, so that the first weights are soon forgotten.
 */
export class WeightAverage {
  readonly #weights: NamedVariables;
  readonly #averages: ReadonlyMap<string, tf.Variable>;
  readonly #decay: number;

  constructor(weights: NamedVariables, decay: number) {
    this.#weights = weights;
    this.#decay = decay;
    this.#averages = new Map(
      Array.from(weights, ([name, variable]) => [name, tf.tidy(() => tf.variable(variable.clone(), false))]),
    );
  }

  /** @param step how many steps came before the one that was just taken */
  update(step: number): void {
    const decay = Math.min(this.#decay, (1 + step) / (10 + step));
    for (const [name, variable] of this.#weights) {
      const average = this.#averages.get(name) as tf.Variable;
      tf.tidy(() => average.assign(moveAverage(average, variable, decay)));
    }
  }

  /** The averages by the names of the weights. */
  read(): NamedArrays {
    return readVariables(this.#averages);
  }

  /** Does some work while the model has the averaged weights, then gives it its own back. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const own = Array.from(this.#weights.values(), (variable) => variable.clone());
    for (const [name, variable] of this.#weights) variable.assign(this.#averages.get(name) as tf.Variable);
    try {
      return await work();
    } finally {
      [...this.#weights.values()].forEach((variable, i) => {
        variable.assign(own[i] as tf.Tensor);
      });
      tf.dispose(own);
    }
  }

  /** Each average as a variable, by name. */
  variables(): Map<string, tf.Variable> {
    return new Map(Array.from(this.#averages, ([name, variable]) => [`average/${name}`, variable]));
  }

  dispose(): void {
    tf.dispose([...this.#averages.values()]);
  }
}
