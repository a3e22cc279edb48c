import { util } from '@tensorflow/tfjs-core';
import { input, type Kernel, type KernelTable, view } from './kernel.ts';

export interface BatchNormTrainingAttrs {
  varianceEpsilon: number;
}

/** x, offset, scale → y, and mean and variance of each channel of x. */
const batchNormTraining: Kernel = (call) => {
  const [x, offset, scale] = [input(call, 'x'), input(call, 'offset'), input(call, 'scale')];
  const [rows, channels] = imagesOf(x.shape);
  const { varianceEpsilon } = call.attrs as BatchNormTrainingAttrs;
  const statistic = { shape: [channels], dtype: 'float32' } as const;
  const [y, mean, variance] = call.backend.run(
    'BatchNormTraining',
    [view(x, [rows, channels]), offset, scale],
    [{ shape: [rows, channels], dtype: 'float32' }, statistic, statistic],
    [varianceEpsilon],
  );
  return [{ ...y, shape: [...x.shape] }, mean, variance] as never;
};

/** x, dy, mean, variance, scale → dx, dOffset, dScale; mean and variance are those of x. */
const batchNormTrainingGrad: Kernel = (call) => {
  const [x, dy, scale] = [input(call, 'x'), input(call, 'dy'), input(call, 'scale')];
  const [rows, channels] = imagesOf(x.shape);
  const { varianceEpsilon } = call.attrs as BatchNormTrainingAttrs;
  const statistic = { shape: [channels], dtype: 'float32' } as const;
  const [dx, dOffset, dScale] = call.backend.run(
    'BatchNormTrainingGrad',
    [
      view(x, [rows, channels]),
      view(dy, [rows, channels]),
      input(call, 'mean'),
      input(call, 'variance'),
      scale,
    ],
    [{ shape: [rows, channels], dtype: 'float32' }, statistic, statistic],
    [varianceEpsilon],
  );
  return [{ ...dx, shape: [...x.shape] }, dOffset, dScale] as never;
};

function imagesOf(shape: readonly number[]): [number, number] {
  const channels = shape.at(-1) ?? 1;
  return [channels === 0 ? 0 : util.sizeFromShape([...shape]) / channels, channels];
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
  BatchNormTraining: batchNormTraining,
  BatchNormTrainingGrad: batchNormTrainingGrad,
  MovingAverage: movingAverage,
  ReluGrad: reluGrad,
};
