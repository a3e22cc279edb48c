import type { Draw, Value } from '../support/draw.ts';
import type { Case, CaseTable } from '../support/property.ts';

const ACTIVATIONS = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'];

/** What a product with `channels` columns may be followed by. */
export function finish(draw: Draw, channels: number) {
  const activation = draw.pick(ACTIVATIONS);
  const inputs: Record<string, Value> = {};
  if (draw.chance(0.7)) inputs.bias = draw.floats([channels]);
  if (activation === 'prelu') inputs.preluActivationWeights = draw.floats([channels]);
  return { inputs, attrs: { activation, leakyreluAlpha: draw.unit() } };
}

/** Batches that TensorFlow.js's JavaScript kernel broadcasts rightly. */
const BATCHES: [number[], number[]][] = [
  [[], []],
  [[3], [3]],
  [[1], [4]],
  [[2, 3], [3]],
  [[9], [1]],
  [
    [2, 1, 2],
    [2, 1, 2],
  ],
];

function matMul(draw: Draw, [left, right]: [number[], number[]]) {
  const [m, k, n] = [draw.size(), draw.size(), draw.size()];
  const [transposeA, transposeB] = [draw.chance(0.5), draw.chance(0.5)];
  const a = draw.floats([...left, ...(transposeA ? [k, m] : [m, k])]);
  const b = draw.floats([...right, ...(transposeB ? [n, k] : [k, n])]);
  return { inputs: { a, b }, attrs: { transposeA, transposeB }, n };
}

export const products: CaseTable = {
  BatchMatMul: (draw) => matMul(draw, draw.pick(BATCHES)),
  _FusedMatMul: (draw): Case => {
    const { inputs, attrs, n } = matMul(draw, draw.pick(BATCHES.slice(0, 2)));
    const after = finish(draw, n);
    return { inputs: { ...inputs, ...after.inputs }, attrs: { ...attrs, ...after.attrs } };
  },
};
