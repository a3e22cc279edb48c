import { elementwise as kernels } from '../../src/kernels/elementwise.ts';
import type { Draw } from '../support/draw.ts';
import type { CaseTable } from '../support/property.ts';

const INTEGER = ['Add', 'FloorDiv', 'Maximum', 'Minimum', 'Mod', 'Multiply', 'SquaredDifference', 'Sub'];
const COMPARISONS = ['Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'NotEqual'];
const BINARY = [...INTEGER, ...COMPARISONS, 'Atan2', 'LogicalAnd', 'LogicalOr', 'Pow', 'RealDiv'];

function binary(name: string) {
  return (draw: Draw) => {
    const [a, b] = draw.broadcastable(5);
    const dtype = draw.pick([
      ...(name === 'FloorDiv' || name.startsWith('Logical') ? [] : ['float32']),
      ...(INTEGER.includes(name) || COMPARISONS.includes(name) ? ['int32'] : []),
      ...(COMPARISONS.includes(name) || name.startsWith('Logical') ? ['bool'] : []),
    ]);
    const range = draw.pick([3, 1e5, 2 ** 31 - 1]);
    const make = (shape: number[]) => {
      if (dtype === 'bool') return draw.truths(shape);
      if (dtype === 'int32') return draw.integers(shape, -range, range);
      return COMPARISONS.includes(name) && draw.chance(0.5) ? draw.coarse(shape) : draw.wild(shape);
    };
    return { inputs: { a: make(a), b: make(b) } };
  };
}

const unary = (draw: Draw) => ({ inputs: { x: draw.wild(draw.shape(0, 4)) } });

/** Functions of each value; those not named here are of one float. */
export const elementwise: CaseTable = {
  ...Object.fromEntries(Object.keys(kernels).map((name) => [name, unary])),
  ...Object.fromEntries(BINARY.map((name) => [name, binary(name)])),
  AddN: (draw) => {
    const shape = draw.shape(0, 4);
    return { inputs: Array.from({ length: draw.integer(1, 5) }, () => draw.floats(shape)) };
  },
  ClipByValue: (draw) => ({
    ...unary(draw),
    attrs: { clipValueMin: -draw.unit(), clipValueMax: draw.unit() },
  }),
  EluGrad: (draw) => {
    const shape = draw.shape(0, 4);
    return { inputs: { dy: draw.floats(shape), y: draw.floats(shape) } };
  },
  LeakyRelu: (draw) => ({ ...unary(draw), attrs: { alpha: draw.unit() } }),
  LogicalNot: (draw) => ({ inputs: { x: draw.truths(draw.shape(0, 4)) } }),
  Prelu: (draw) => {
    const x = draw.shape(1, 4);
    return {
      inputs: { x: draw.wild(x), alpha: draw.floats(x.map((size) => (draw.chance(0.5) ? 1 : size))) },
    };
  },
  Step: (draw) => ({ ...unary(draw), attrs: { alpha: draw.unit() } }),
};
