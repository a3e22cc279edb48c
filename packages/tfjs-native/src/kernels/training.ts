import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { input, type Kernel, type KernelTable, view } from './kernel.ts';

export interface BatchNormTrainingAttrs {
  varianceEpsilon: number;
}

/**
 * Of images of any rank, whose last axis are the channels, and rows of a value a channel: one result like the images, and two
 * rows.
 */
function batchNorm(name: string, images: readonly string[], rows: readonly string[]): Kernel {
  return (call) => {
    const { shape } = input(call, 'x');
    const channels = shape.at(-1) ?? 1;
    const flat = [channels === 0 ? 0 : util.sizeFromShape(shape) / channels, channels];
    const row = { shape: [channels], dtype: 'float32' } as const;
    const { varianceEpsilon } = call.attrs as BatchNormTrainingAttrs;
    const [y, ...others] = call.backend.run(
      name,
      [...images.map((image) => view(input(call, image), flat)), ...rows.map((each) => input(call, each))],
      [{ shape: flat, dtype: 'float32' }, row, row],
      [varianceEpsilon],
    ) as [TensorInfo, ...TensorInfo[]];
    return [{ ...y, shape: [...shape] }, ...others];
  };
}

export interface AdamStepAttrs {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** From 1. */
  step: number;
  /** The share that is left of the variable beside the step: 1 without weight decay. */
  kept: number;
}

/** variable, gradient, first, second (moments) → variable, first, second after the step. */
const adamStep: Kernel = (call) => {
  const variable = input(call, 'variable');
  const { learningRate, beta1, beta2, epsilon, step, kept } = call.attrs as AdamStepAttrs;
  const spec = { shape: variable.shape, dtype: 'float32' } as const;
  return call.backend.run(
    'AdamStep',
    [variable, input(call, 'gradient'), input(call, 'first'), input(call, 'second')],
    [spec, spec, spec],
    [learningRate, beta1, beta2, epsilon, 1 - beta1 ** step, 1 - beta2 ** step, kept],
  );
};

export interface MovingAverageAttrs {
  /** The share that the average keeps. */
  decay: number;
}

const movingAverage: Kernel = (call) => {
  const average = input(call, 'average');
  const { decay } = call.attrs as MovingAverageAttrs;
  return call.backend.run1(
    'MovingAverage',
    [average, input(call, 'value')],
    { shape: average.shape, dtype: 'float32' },
    [decay],
  );
};

/** The gradient of `Relu`: dy where x is above 0. */
const reluGrad: Kernel = (call) => {
  const x = input(call, 'x');
  return call.backend.run1('ReluGrad', [input(call, 'dy'), x], { shape: x.shape, dtype: 'float32' });
};

/**
 * Kernels that TensorFlow.js doesn't have, which do in one or two passes over memory what it does in a dozen. Code that
 * must not depend on this package asks TensorFlow.js whether the backend has the kernel, and runs it.
 */
export const trainingKernels: KernelTable = {
  AdamStep: adamStep,
  /** → y, and mean and variance of each channel of x. */
  BatchNormTraining: batchNorm('BatchNormTraining', ['x'], ['offset', 'scale']),
  /** → dx, dOffset, dScale; mean and variance are those of x. */
  BatchNormTrainingGrad: batchNorm('BatchNormTrainingGrad', ['x', 'dy'], ['mean', 'variance', 'scale']),
  MovingAverage: movingAverage,
  ReluGrad: reluGrad,
};
