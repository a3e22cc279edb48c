import {
  backend_util,
  type ClipByValueAttrs,
  type DataType,
  type LeakyReluAttrs,
  type StepAttrs,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { input, type Kernel, type KernelCall, type KernelTable } from './kernel.ts';

/** float32 → float32 or, for questions, bool. */
function unary(
  name: string,
  dtype: 'float32' | 'bool' = 'float32',
  params: (attrs: never) => number[] = () => [],
) {
  return (call: KernelCall): TensorInfo | null => {
    const x = input(call, 'x');
    if (x.dtype !== 'float32') return null;
    return call.backend.run1(name, [x], { shape: x.shape, dtype }, params(call.attrs as never));
  };
}

function binary(
  name: string,
  dtypes: readonly DataType[],
  truth: boolean,
  first = 'a',
  second = 'b',
): Kernel {
  return (call) => {
    const a = input(call, first);
    const b = input(call, second);
    if (a.dtype !== b.dtype || !dtypes.includes(a.dtype)) return null;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return call.backend.run1(a.dtype === 'float32' ? name : `Integer${name}`, [a, b], {
      shape,
      dtype: truth ? 'bool' : (a.dtype as 'float32' | 'int32'),
    });
  };
}

const UNARY = [
  ...[
    'Abs',
    'Acos',
    'Acosh',
    'Asin',
    'Asinh',
    'Atan',
    'Atanh',
    'Ceil',
    'Cos',
    'Cosh',
    'Elu',
    'Erf',
    'Exp',
    'Expm1',
  ],
  ...[
    'Floor',
    'Log',
    'Log1p',
    'Neg',
    'Reciprocal',
    'Relu',
    'Relu6',
    'Round',
    'Rsqrt',
    'Selu',
    'Sigmoid',
    'Sign',
  ],
  ...['Sin', 'Sinh', 'Softplus', 'Sqrt', 'Square', 'Tan', 'Tanh'],
];
const QUESTIONS = ['IsFinite', 'IsInf', 'IsNan'];
const ARITHMETIC = ['Add', 'Maximum', 'Minimum', 'Mod', 'Multiply', 'SquaredDifference', 'Sub'];
const FLOAT_ARITHMETIC = ['Atan2', 'Pow', 'RealDiv'];
const COMPARISONS = ['Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'NotEqual'];
const LOGICAL = ['LogicalAnd', 'LogicalOr'];

function table(names: readonly string[], kernel: (name: string) => Kernel): KernelTable {
  return Object.fromEntries(names.map((name) => [name, kernel(name)]));
}

/** Sum of any number of tensors of one shape. */
const addN: Kernel = ({ inputs, backend }) => {
  const tensors = inputs as unknown as TensorInfo[];
  const first = tensors[0] as TensorInfo;
  if (tensors.some(({ dtype }) => dtype !== 'float32')) return null;
  let sum = backend.share(first);
  for (const x of tensors.slice(1)) {
    const next = backend.run1('Add', [sum, x], { shape: first.shape, dtype: 'float32' });
    backend.disposeData(sum.dataId);
    sum = next;
  }
  return sum;
};

const logicalNot: Kernel = (call) => {
  const x = input(call, 'x');
  if (x.dtype !== 'bool') return null;
  const no = call.backend.run1('Fill', [], { shape: [], dtype: 'bool' }, [0]);
  const y = call.backend.run1('IntegerEqual', [x, no], { shape: x.shape, dtype: 'bool' });
  call.backend.disposeData(no.dataId);
  return y;
};

export const elementwise: KernelTable = {
  ...table(UNARY, (name) => unary(name)),
  ...table(QUESTIONS, (name) => unary(name, 'bool')),
  ...table(ARITHMETIC, (name) => binary(name, ['float32', 'int32'], false)),
  ...table(FLOAT_ARITHMETIC, (name) => binary(name, ['float32'], false)),
  ...table(COMPARISONS, (name) => binary(name, ['float32', 'int32', 'bool'], true)),
  ...table(LOGICAL, (name) => binary(name, ['bool'], true)),
  AddN: addN,
  ClipByValue: unary('ClipByValue', 'float32', (attrs: ClipByValueAttrs) => [
    attrs.clipValueMin,
    attrs.clipValueMax,
  ]),
  // Of floats, TensorFlow.js makes an integer tensor.
  FloorDiv: binary('FloorDiv', ['int32'], false),
  EluGrad: binary('EluGrad', ['float32'], false, 'dy', 'y'),
  LogicalNot: logicalNot,
  LeakyRelu: unary('LeakyRelu', 'float32', (attrs: LeakyReluAttrs) => [attrs.alpha]),
  Prelu: binary('Prelu', ['float32'], false, 'x', 'alpha'),
  Step: unary('Step', 'float32', (attrs: StepAttrs) => [attrs.alpha]),
};
