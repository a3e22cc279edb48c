import * as tf from '@tensorflow/tfjs';
import { logitsModel } from '../architectures/head.ts';
import { ModelError } from '../errors.ts';
import { Adam, type AdamOptions } from './adam.ts';
import { modelVariables, type NamedArrays, readVariables, writeVariables } from './named-arrays.ts';
import { type Schedule, warmCosine } from './schedule.ts';
import { setTrainingStep } from './seeded-layer.ts';
import { WeightAverage } from './weight-average.ts';

export interface TrainerOptions extends AdamOptions {
  /** Adam's step size; the largest one of a schedule. */
  learningRate: number;
  /** How the learning rate runs over the training. Default 'constant'. */
  schedule?: Schedule;
  /** Steps of the whole training, which the other schedules need. */
  steps?: number;
  /** Share of the target probability that is spread evenly over the classes (Szegedy et al., 2016). Default 0. */
  labelSmoothing?: number;
  /** The share that the past keeps in the average of the weights at a step, 0 to below 1. Default 0: no average. */
  averageDecay?: number;
  /** Gradients whose joint norm is larger are scaled down to it. Default: none are. */
  clipNorm?: number;
}

export interface StepResult {
  /** Mean cross-entropy of the batch before the step, in nats. */
  loss: number;
  /** How many of the batch the network had right; of mixed segments, by the larger part. */
  correct: number;
}

/** Takes a model through training, one batch a step. */
export interface Trainer {
  /**
   * One optimizer step.
   *
   * @param inputs as `toInput` makes them; they stay the caller's
   * @param targets probability of each class for each input, row by row
   * @param step how many steps came before this one in the whole run; decides the random layers'
   *   draws, the learning rate and Adam's bias correction
   */
  step(inputs: tf.Tensor, targets: Float32Array, step: number): Promise<StepResult>;
  /** Everything that later steps depend on but the step number: weights and optimizer moments. */
  state(): NamedArrays;
  /** @throws {@link ModelError} if the state is of another model */
  restore(state: NamedArrays): void;
  /** Does some work while the model has the averaged weights, where weights are averaged. */
  withAverage<T>(work: () => Promise<T>): Promise<T>;
  /** The weights alone, averaged where they are; what `setWeights` takes. */
  weights(): NamedArrays;
  /** Sets the weights and leaves the optimizer as it is. */
  setWeights(weights: NamedArrays): void;
  /** Frees everything but the model. */
  dispose(): void;
}

/**
 * A trainer by cross-entropy and Adam. The same model, batches and step numbers give the same weights, bit for
 * bit, whether the run was stopped and restored on the way or not (on backends whose sums don't vary).
 *
 * @param model whose network ends as `classify` says
 */
export function createTrainer(model: tf.LayersModel, options: TrainerOptions): Trainer {
  const {
    learningRate,
    schedule = 'constant',
    steps,
    labelSmoothing = 0,
    averageDecay = 0,
    clipNorm,
  } = options;
  if (schedule !== 'constant' && steps === undefined) {
    throw new ModelError(`the learning rate's schedule '${schedule}' needs the number of steps`);
  }
  const rate = (step: number) =>
    schedule === 'constant' ? learningRate : learningRate * warmCosine(step, steps as number);
  const logits = logitsModel(model);
  const weights = modelVariables(model);
  const trainable = new Map([...weights].filter(([, variable]) => variable.trainable));
  const adam = new Adam(trainable, options);
  const variables = [...trainable.values()];
  const average = averageDecay > 0 ? new WeightAverage(weights, averageDecay) : undefined;
  const all = new Map([...weights, ...adam.variables(), ...(average?.variables() ?? [])]);

  return {
    async step(inputs, targets, step) {
      setTrainingStep(model, step);
      const [loss, correct] = tf.tidy(() => {
        const labels = tf.tensor2d(targets, [
          inputs.shape[0] as number,
          model.outputs[0]?.shape[1] as number,
        ]);
        let output: tf.Tensor | undefined;
        const { value, grads } = tf.variableGrads(() => {
          output = tf.keep(logits.apply(inputs, { training: true }) as tf.Tensor);
          return crossEntropy(output, labels, labelSmoothing);
        }, variables);
        const gradients = variables.map(({ name }) => grads[name] as tf.Tensor);
        const clipped = clipNorm === undefined ? gradients : clipGlobalNorm(gradients, clipNorm);
        adam.apply(clipped, step, rate(step));
        average?.update(step);
        const scores = output as tf.Tensor;
        const right = tf.sum(tf.equal(tf.argMax(scores, 1), tf.argMax(labels, 1)));
        scores.dispose();
        return [value, right];
      });
      const [[lossValue], [correctValue]] = await Promise.all([loss.data(), correct.data()]);
      tf.dispose([loss, correct]);
      return { loss: lossValue as number, correct: correctValue as number };
    },
    state: () => readVariables(all),
    restore: (state) => writeVariables(all, state),
    withAverage: (work) => average?.during(work) ?? work(),
    weights: () => average?.read() ?? readVariables(weights),
    setWeights: (values) => writeVariables(weights, values),
    dispose() {
      adam.dispose();
      average?.dispose();
    },
  };
}

function crossEntropy(logits: tf.Tensor, targets: tf.Tensor2D, labelSmoothing: number): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(
    targets,
    logits,
    undefined,
    labelSmoothing,
    tf.Reduction.MEAN,
  ) as tf.Scalar;
}

/** Pascanu et al., "On the difficulty of training recurrent neural networks" (2013). */
function clipGlobalNorm(gradients: readonly tf.Tensor[], limit: number): tf.Tensor[] {
  const norm = tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))));
  const scale = tf.div(limit, tf.maximum(norm, limit));
  return gradients.map((gradient) => tf.mul(gradient, scale));
}
