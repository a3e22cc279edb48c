import { convolutions } from './convolutions.ts';
import { copies } from './copies.ts';
import { cumulations } from './cumulations.ts';
import { einsums } from './einsum.ts';
import { elementwise } from './elementwise.ts';
import type { KernelTable } from './kernel.ts';
import { matmul } from './matmul.ts';
import { normalisations } from './normalisations.ts';
import { pools } from './pools.ts';
import { reductions } from './reductions.ts';
import { values } from './values.ts';

/** Every kernel that is written natively; all others run through TensorFlow.js's JavaScript kernels. */
export const nativeKernels: KernelTable = {
  ...convolutions,
  ...copies,
  ...cumulations,
  ...einsums,
  ...elementwise,
  ...matmul,
  ...normalisations,
  ...pools,
  ...reductions,
  ...values,
};
