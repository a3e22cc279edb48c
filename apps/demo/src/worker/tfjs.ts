/**
 * What stands for `@tensorflow/tfjs` on this page: the engine and the layers, without training gradients, data
 * pipelines, converter, and backends, of which `backend.ts` loads one.
 */
export * from '@tensorflow/tfjs-core';

import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';

export * from '@tensorflow/tfjs-layers';
