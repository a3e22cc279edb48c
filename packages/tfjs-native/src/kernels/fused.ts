import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../backend.ts';
import { elementwise } from './elementwise.ts';
import type { KernelCall } from './kernel.ts';

/** Activations that a product applies itself: the order is that of native/cpu/simd/activation.h. */
const FUSED = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'];

/** What follows a fused product. */
export interface Finish {
  activation?: string;
  leakyreluAlpha?: number;
  bias?: TensorInfo;
  /** Weights of the activation 'prelu'. */
  preluWeights?: TensorInfo;
}

export function finishOf(call: KernelCall): Finish {
  const { activation, leakyreluAlpha } = call.attrs as Finish;
  const { bias, preluActivationWeights } = call.inputs;
  return {
    ...(activation ? { activation } : {}),
    ...(leakyreluAlpha === undefined ? {} : { leakyreluAlpha }),
    ...(bias ? { bias } : {}),
    ...(preluActivationWeights ? { preluWeights: preluActivationWeights } : {}),
  };
}

/**
 * Runs a product with as much of its finish as the addon can do along with it, then the rest as kernels of their own.
 *
 * @param channels size of the product's last axis: a bias of another size is added by itself
 * @param product runs the addon's kernel with these further inputs and params
 */
export function finished(
  backend: NativeBackend,
  finish: Finish,
  channels: number,
  product: (bias: TensorInfo[], params: [activation: number, alpha: number]) => TensorInfo,
): TensorInfo {
  const { bias, activation = 'linear', leakyreluAlpha = 0.2, preluWeights } = finish;
  const isRow =
    bias === undefined || (bias.shape.at(-1) === channels && bias.shape.slice(0, -1).every((n) => n === 1));
  const code = isRow ? FUSED.indexOf(activation) : 0;
  const row = bias && isRow ? [{ ...bias, shape: [channels] }] : [];
  let y = product(row, [Math.max(code, 0), leakyreluAlpha]);
  const then = (kernel: string, inputs: Record<string, TensorInfo>, attrs = {}) => {
    const run = elementwise[kernel];
    const next = run?.({ inputs, attrs, backend }) as TensorInfo | null | undefined;
    backend.disposeData(y.dataId);
    if (!next) throw new Error(`The activation ${activation} can't follow a fused product.`);
    y = next;
  };
  if (bias && !isRow) then('Add', { a: y, b: bias });
  if (isRow && code >= 0) return y;
  switch (activation) {
    case 'linear':
      break;
    case 'prelu':
      then('Prelu', { x: y, alpha: preluWeights as TensorInfo });
      break;
    case 'leakyrelu':
      then('LeakyRelu', { x: y }, { alpha: leakyreluAlpha });
      break;
    default:
      then(activation.charAt(0).toUpperCase() + activation.slice(1), { x: y });
  }
  return y;
}
