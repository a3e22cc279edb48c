import type { Draw, Value } from '../support/draw.ts';
import type { Case, CaseTable } from '../support/property.ts';

/** @param least of the axes' sizes: TensorFlow.js's backends don't agree on what the maximum or 'all' of nothing is */
function reduction(make: (draw: Draw, shape: number[]) => Value, least = 0) {
  return (draw: Draw): Case => {
    const x = make(draw, draw.shape(0, 5, least));
    const axis = draw.some(x.shape.map((_, i) => i));
    // Max has a name of its own for them.
    return { inputs: { x }, attrs: { axis, reductionIndices: axis, keepDims: draw.chance(0.5) } };
  };
}

function place(draw: Draw): Case {
  const shape = draw.shape(1, 4, 1);
  const x = draw.chance(0.5) ? draw.coarse(shape) : draw.integers(shape, -3, 3);
  return { inputs: { x }, attrs: { axis: draw.integer(0, shape.length - 1) } };
}

function cumulation(draw: Draw): Case {
  const shape = draw.shape(1, 4);
  const x = draw.chance(0.5) ? draw.floats(shape) : draw.integers(shape, -9, 9);
  const attrs = {
    axis: draw.integer(0, shape.length - 1),
    exclusive: draw.chance(0.5),
    reverse: draw.chance(0.5),
  };
  return { inputs: { x }, attrs };
}

const numbers = (draw: Draw, shape: number[]) =>
  draw.chance(0.7) ? draw.floats(shape) : draw.integers(shape, -1e6, 1e6);
const wild = (draw: Draw, shape: number[]) =>
  draw.chance(0.5) ? draw.wild(shape) : draw.integers(shape, -9, 9);
const truths = (draw: Draw, shape: number[]) => draw.truths(shape);
const floats = (draw: Draw, shape: number[]) => draw.floats(shape);

const EQUATIONS = [
  ...['i->i', 'ij->ji', 'ij->j', 'ijk->', 'bhij->bihj', 'i,j->ij', 'ij,jk->ik', 'ij,kj->ki', 'ij,ij->'],
  ...['bij,bjk->bik', 'bij,bkj->bki', 'abc,cd->abd', 'acbe,aecd->abcd', 'bthd,bshd->bhts', 'ij,j->ij'],
];

/** Kernels that sum or search along axes. */
export const sums: CaseTable = {
  All: reduction(truths, 1),
  Any: reduction(truths),
  ArgMax: place,
  ArgMin: place,
  Cumprod: cumulation,
  Cumsum: cumulation,
  Einsum: (draw) => {
    const equation = draw.pick(EQUATIONS);
    const sizes = new Map([...'abcdehijkst'].map((axis) => [axis, draw.integer(1, 5)]));
    const terms = (equation.split('->')[0] as string).split(',');
    const inputs = terms.map((term) => draw.floats([...term].map((axis) => sizes.get(axis) as number)));
    return { inputs, attrs: { equation } };
  },
  Max: reduction(wild, 1),
  Mean: reduction(floats, 1),
  Min: reduction(wild, 1),
  Prod: reduction((draw, shape) => (draw.chance(0.7) ? draw.floats(shape) : draw.integers(shape, -2, 2))),
  Softmax: (draw) => {
    const logits = draw.floats(draw.shape(1, 4), draw.pick([1, 50, 1e4]));
    return { inputs: { logits }, attrs: { dim: draw.pick([-1, logits.shape.length - 1]) } };
  },
  Sum: reduction(numbers),
};
