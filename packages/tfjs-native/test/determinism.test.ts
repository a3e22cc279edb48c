import * as tf from '@tensorflow/tfjs';
import { loadAddon } from '../src/addon.ts';
import { NativeBackend } from '../src/backend.ts';
import type { Kernel } from '../src/kernels/kernel.ts';
import { nativeKernels } from '../src/kernels/list.ts';
import { numbers } from './support/random.ts';

const { Engine } = loadAddon();

/** A backend's values for a kernel on tensors of these shapes. */
function valuesOf(threads: number, kernel: string, shapes: Record<string, number[]>, attrs: object): Buffer {
  const backend = new NativeBackend(new Engine('cpu', threads, ''));
  const inputs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => [
      name,
      backend.makeTensorInfo(shape, 'float32', numbers(tf.util.sizeFromShape(shape), i + 1)),
    ]),
  );
  const y = (nativeKernels[kernel] as Kernel)({ inputs, attrs, backend }) as tf.TensorInfo;
  const values = Buffer.from((backend.readSync(y.dataId) as Float32Array).buffer);
  backend.dispose();
  return values;
}

const conv = { strides: 1, pad: 'same', dataFormat: 'NHWC' };

it.each<[string, Record<string, number[]>, object]>([
  ['BatchMatMul', { a: [517, 1031], b: [1031, 301] }, {}],
  ['BatchMatMul', { a: [8, 20000], b: [20000, 40] }, {}],
  ['BatchMatMul', { a: [40, 33, 65], b: [40, 65, 31] }, {}],
  ['Conv2D', { x: [3, 33, 41, 16], filter: [3, 3, 16, 40] }, conv],
  ['Conv2D', { x: [3, 33, 41, 16], filter: [3, 5, 16, 40] }, conv],
  [
    'Conv2DBackpropInput',
    { dy: [3, 33, 41, 40], filter: [3, 3, 16, 40] },
    { ...conv, inputShape: [3, 33, 41, 16] },
  ],
  [
    'Conv2DBackpropInput',
    { dy: [3, 33, 41, 40], filter: [3, 5, 16, 40] },
    { ...conv, inputShape: [3, 33, 41, 16] },
  ],
  [
    'Conv2DBackpropFilter',
    { x: [3, 33, 41, 16], dy: [3, 33, 41, 40] },
    { ...conv, filterShape: [3, 3, 16, 40] },
  ],
  [
    'Conv2DBackpropFilter',
    { x: [3, 33, 41, 16], dy: [3, 33, 41, 40] },
    { ...conv, filterShape: [3, 5, 16, 40] },
  ],
  [
    'Conv2DBackpropFilter',
    { x: [3, 33, 41, 1], dy: [3, 33, 41, 160] },
    { ...conv, filterShape: [5, 3, 1, 160] },
  ],
  [
    'DepthwiseConv2dNativeBackpropFilter',
    { x: [5, 33, 41, 16], dy: [5, 33, 41, 16] },
    { ...conv, filterShape: [3, 3, 16, 1] },
  ],
  [
    'MaxPoolGrad',
    { dy: [3, 17, 21, 70], input: [3, 33, 41, 70] },
    { filterSize: 3, strides: 2, pad: 'same' },
  ],
  ['Sum', { x: [70001, 9] }, { axis: [0] }],
  ['Mean', { x: [300007] }, { axis: [0] }],
])('%s of %j is the same to the last bit on 1, 2 and 5 threads', (kernel, shapes, attrs) => {
  const one = valuesOf(1, kernel, shapes, attrs);
  for (const threads of [2, 5]) expect(valuesOf(threads, kernel, shapes, attrs).equals(one)).toBe(true);
});
