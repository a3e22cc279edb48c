import * as tf from '@tensorflow/tfjs';
import type { NativeBackend } from '../src/backend.ts';
import { register } from '../src/index.ts';
import { expectSame, onBoth, useNative } from './support/native.ts';

let native: NativeBackend;
beforeAll(async () => {
  native = await useNative();
});

describe('register', () => {
  it('adds the backend once and says what it computes on', async () => {
    const info = await register();
    expect(info).toEqual({
      device: 'cpu',
      name: expect.any(String),
      threads: 3,
      simd: expect.stringMatching(/^(avx512|avx2|baseline)$/),
    });
    expect(await register({ threads: 1 })).toBe(info);
  });
});

describe('memory', () => {
  it('is counted in the addon, and free when a tensor is disposed of', () => {
    const before = tf.memory() as tf.MemoryInfo & { nativeBytes: number };
    const x = tf.zeros([100, 1000]);
    const y = tf.add(x, 1);
    const view = tf.reshape(y, [1000, 100]);
    expect(tf.memory()).toMatchObject({ nativeBytes: before.nativeBytes + 800_000, unreliable: false });
    tf.dispose([x, y]);
    expect(tf.memory()).toMatchObject({ nativeBytes: before.nativeBytes + 400_000 });
    view.dispose();
    expect(tf.memory()).toMatchObject({ nativeBytes: before.nativeBytes, numTensors: before.numTensors });
  });

  it('is used again', () => {
    const use = () => tf.dispose(tf.tidy(() => tf.add(tf.zeros([1 << 20]), 1)));
    const reserved = () => native.memory().nativeBytesReserved;
    use();
    const after = reserved();
    for (let i = 0; i < 20; i++) use();
    expect(reserved()).toBe(after);
  });

  it('is kept for shapes in use, not for those of the past', () => {
    tf.dispose(Array.from({ length: 8 }, (_, i) => tf.zeros([(i + 1) << 17])));
    const full = native.memory().nativeBytesReserved;
    const useNewShape = () => {
      const x = tf.zeros([5 << 16]);
      const reserved = native.memory().nativeBytesReserved;
      x.dispose();
      return reserved;
    };
    useNewShape();
    expect(useNewShape()).toBeLessThanOrEqual(full);
  });

  it('keeps a copy: later changes of the array are not seen', () => {
    const values = Float32Array.of(1, 2, 3);
    const x = tf.tensor1d(values);
    values[0] = 9;
    expect(Array.from(x.dataSync())).toEqual([1, 2, 3]);
  });
});

describe('errors', () => {
  it('names op and shape when there is no memory, and goes on', () => {
    const before = tf.memory().numTensors;
    expect(() => tf.fill([1 << 20, 1 << 20, 64], 1)).toThrow(/Fill: .*memory.*float32\[1048576,1048576,64\]/);
    expect(() => tf.tidy(() => tf.tile(tf.zeros([1, 1 << 12]), [1 << 30, 1 << 10]))).toThrow(/memory/);
    expect(tf.memory().numTensors).toBe(before);
    expect(Array.from(tf.add(tf.tensor1d([1, 2]), 1).dataSync())).toEqual([2, 3]);
  });

  it('leaves nothing behind of a call that fails on its way', () => {
    const x = tf.zeros([6, 64, 64]);
    const before = native.memory().nativeBytes;
    for (let i = 0; i < 3; i++) {
      const bias = tf.zeros([3, 1, 1]);
      expect(() => tf.fused.matMul({ a: x as tf.Tensor2D, b: x as tf.Tensor2D, bias })).toThrow();
      bias.dispose();
      expect(() => tf.split(x, [1, -1, 9])).toThrow();
    }
    expect(native.memory().nativeBytes).toBe(before);
    expect(native.refCount(x.dataId)).toBe(1);
    x.dispose();
  });

  it('names op and shapes that do not fit', () => {
    const engine = tf.engine();
    const x = tf.zeros([1, 4, 4, 3]);
    const filter = tf.zeros([3, 3, 2, 8]);
    expect(() =>
      native.run1(
        'Conv2D',
        [x, filter],
        { shape: [1, 4, 4, 8], dtype: 'float32' },
        [3, 3, 1, 1, 1, 1, 1, 1, 0, 0],
      ),
    ).toThrow(
      "Conv2D: the filter's input depth is not the image's (float32[1,4,4,3], float32[3,3,2,8] → float32[1,4,4,8])",
    );
    expect(() => native.run1('Add', [x, filter], { shape: [1, 4, 4, 3], dtype: 'float32' })).toThrow(
      /Add.*broadcast/,
    );
    expect(() => native.run1('StridedCopy', [x], { shape: [9], dtype: 'float32' }, [0, 100])).toThrow(
      /beyond/,
    );
    expect(() =>
      engine.runKernel(
        'BatchMatMul',
        { a: tf.zeros([2, 3]), b: tf.zeros([4, 5]) },
        { transposeA: false, transposeB: false },
      ),
    ).toThrow(/inner shapes/);
    expect(() => native.run1('Nonsense', [], { shape: [], dtype: 'float32' })).toThrow(/no kernel Nonsense/);
  });

  it('refuses a tensor that is disposed of', () => {
    const x = tf.zeros([3]);
    const { dataId, shape, dtype } = x;
    x.dispose();
    expect(() => tf.neg(x)).toThrow(/disposed/);
    expect(() => native.run1('Neg', [{ dataId, shape, dtype }], { shape: [3], dtype: 'float32' })).toThrow(
      'Neg: a tensor is disposed (float32[3] → float32[3])',
    );
  });
});

describe('values out of the ordinary', () => {
  it('takes arrays over shared memory', () => {
    const shared = new Float32Array(new SharedArrayBuffer(16));
    shared.set([1, 2, 3, 4]);
    expect(Array.from(tf.neg(tf.tensor1d(shared)).dataSync())).toEqual([-1, -2, -3, -4]);
  });

  it('takes more axes than its kernels have, by JavaScript', async () => {
    expectSame(
      await onBoth(() => {
        const x = tf.fill([1, 2, 1, 1, 1, 1, 1, 1, 2], 3);
        return [tf.add(x, 1), tf.sum(tf.reshape(tf.range(0, 4), x.shape), 8)];
      }),
    );
  });

  it('multiplies numbers whose product alone fits float32', async () => {
    expectSame(await onBoth(() => tf.prod(tf.tensor1d([1e30, 1e-30, 1e30, 1e-30]))));
  });

  it('gives the gradient of a pool of nothing but NaN and -∞ to none', async () => {
    const x = [Number.NaN, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
    const gradient = tf.grad((x: tf.Tensor) => tf.sum(tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid')));
    expectSame(await onBoth(() => gradient(tf.tensor4d(x, [1, 2, 2, 1]))));
  });
});

describe('other backends', () => {
  it('takes over their tensors and gives up its own', async () => {
    await tf.setBackend('cpu');
    const floats = tf.tensor1d([1, 2, 3]);
    const complex = tf.complex(tf.tensor1d([1, 2]), tf.tensor1d([3, 4]));
    const strings = tf.tensor1d(['a', 'ü']);
    await tf.setBackend('native');
    expect(Array.from(tf.mul(floats, 2).dataSync())).toEqual([2, 4, 6]);
    expect(Array.from(tf.imag(tf.mul(complex, complex)).dataSync())).toEqual([6, 16]);
    expect(tf.reshape(strings, [2, 1]).arraySync()).toEqual([['a'], ['ü']]);
    const sum = tf.add(floats, 1);
    await tf.setBackend('cpu');
    expect(Array.from(tf.neg(sum).dataSync())).toEqual([-2, -3, -4]);
    await tf.setBackend('native');
  });
});
