import { AdamOptimizer, engine, type Tensor, tidy, type Variable, zerosLike } from '@tensorflow/tfjs-core';
import type { AdamStepAttrs } from './kernels/training.ts';

/** What TensorFlow.js's Adam keeps to itself. */
interface Adam extends Record<'learningRate' | 'beta1' | 'beta2' | 'epsilon' | 'iterations', number> {
  accumulatedFirstMoment: Moment[];
  accumulatedSecondMoment: Moment[];
}

/** A variable's moment, under the variable's name and a letter. */
interface Moment {
  originalName: string;
  variable: Variable;
}

/**
 * `tf.train.adam` takes a dozen operations a variable, whose results all stay until the last variable is done. This puts one
 * kernel in their place; the optimizer's state and what it saves remain TensorFlow.js's.
 */
export function replaceAdam(backendName: string): void {
  const original = AdamOptimizer.prototype.applyGradients;
  AdamOptimizer.prototype.applyGradients = function applyGradients(gradients) {
    const updates = updatesOf(gradients);
    const ours =
      engine().backendName === backendName &&
      updates.every(
        ({ variable, gradient }) =>
          variable?.dtype === 'float32' && (gradient?.dtype ?? 'float32') === 'float32',
      );
    if (!ours) return original.call(this, gradients);
    const adam = this as unknown as Adam;
    updates.forEach((each, i) => {
      adamStep(adam, i, each);
    });
    // Without gradients it counts the step, and no more.
    original.call(this, []);
  };
}

interface Update {
  variable: Variable;
  /** None where the loss doesn't depend on the variable. */
  gradient: Tensor | null | undefined;
}

function updatesOf(gradients: Parameters<AdamOptimizer['applyGradients']>[0]): Update[] {
  const named = Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
  return named.map(({ name, tensor }) => ({
    variable: engine().registeredVariables[name] as Variable,
    gradient: tensor,
  }));
}

function adamStep(adam: Adam, index: number, { variable, gradient }: Update): void {
  const moment = (moments: Moment[], letter: string): Variable => {
    moments[index] ??= {
      originalName: `${variable.name}/${letter}`,
      variable: tidy(() => zerosLike(variable).variable(false)),
    };
    return moments[index].variable;
  };
  const first = moment(adam.accumulatedFirstMoment, 'm');
  const second = moment(adam.accumulatedSecondMoment, 'v');
  if (!gradient) return;
  const { learningRate, beta1, beta2, epsilon, iterations } = adam;
  const attrs: AdamStepAttrs = { learningRate, beta1, beta2, epsilon, step: iterations + 1, kept: 1 };
  tidy(() => {
    const next = engine().runKernel('AdamStep', { variable, gradient, first, second }, attrs as never);
    [variable, first, second].forEach((each, i) => {
      each.assign((next as unknown as Tensor[])[i] as Tensor);
    });
  });
}
