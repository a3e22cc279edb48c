import {
  type BackendTimingInfo,
  type BackendValues,
  backend_util,
  buffer,
  type DataId,
  DataStorage,
  type DataType,
  engine,
  KernelBackend,
  kernel_impls,
  type Rank,
  type ShapeMap,
  type Tensor,
  type Tensor2D,
  type TensorBuffer,
  type TensorInfo,
  type TypedArray,
  util,
} from '@tensorflow/tfjs-core';
import type { Engine } from './addon.ts';
import { CallBuffer, describe, type OutputSpec } from './call-buffer.ts';
import { dtypeCode, emptyArray, isNumeric, toArray } from './dtypes.ts';

/** Real and imaginary part of a complex tensor, which owns them. */
interface Parts {
  real: TensorInfo;
  imag: TensorInfo;
}

interface TensorData {
  /** The tensor's number in the addon, which also counts its references. Strings and complex tensors hold no values there. */
  id: number;
  dtype: DataType;
  strings?: Uint8Array[];
  parts?: Parts;
}

/** What `tf.memory()` says beside TensorFlow.js's own counts. */
export interface NativeMemory {
  unreliable: boolean;
  /** Bytes in tensors. */
  nativeBytes: number;
  /** Bytes taken from the system, those kept for reuse included. */
  nativeBytesReserved: number;
}

/** The TensorFlow.js backend `native`: its tensors live in the addon. Made by `register`. */
export class NativeBackend extends KernelBackend {
  readonly #engine: Engine;
  readonly #kernels: Map<string, number>;
  readonly #calls = new CallBuffer();
  readonly #fallbacks = new Map<string, number>();
  readonly data = new DataStorage<TensorData>(this, engine());
  /** References that the running kernel has taken and not given back. */
  #taken: DataId[] | undefined;
  #disposed = false;

  constructor(native: Engine) {
    super();
    this.#engine = native;
    this.#kernels = new Map(native.kernels().map((name, index) => [name, index]));
  }

  /**
   * How often each kernel ran through TensorFlow.js's own JavaScript kernels, which are slow, because it isn't written
   * natively (or not for that data type).
   */
  fallbacks(): Record<string, number> {
    return Object.fromEntries([...this.#fallbacks].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  resetFallbacks(): void {
    this.#fallbacks.clear();
  }

  /** Runs a kernel's TypeScript side. Where it fails, tensors that it made on the way are not left behind. */
  attempt<T>(kernel: () => T): T {
    const outer = this.#taken;
    const taken: DataId[] = [];
    this.#taken = taken;
    try {
      return kernel();
    } catch (error) {
      this.#taken = undefined;
      for (const dataId of taken) this.disposeData(dataId);
      throw error;
    } finally {
      this.#taken = outer;
    }
  }

  countFallback(kernel: string): void {
    this.#fallbacks.set(kernel, (this.#fallbacks.get(kernel) ?? 0) + 1);
  }

  /**
   * Runs a kernel of the addon.
   *
   * @throws Error that names kernel and shapes: shapes that don't fit, a disposed tensor, no memory left
   */
  run(
    kernel: string,
    inputs: readonly TensorInfo[],
    outputs: readonly OutputSpec[],
    params: readonly number[],
  ) {
    const number = this.#kernels.get(kernel);
    if (number === undefined) throw new Error(`The native backend has no kernel ${kernel}.`);
    try {
      const call = this.#calls.write(
        inputs.map(({ dataId, shape }) => ({ id: this.#tensor(dataId).id, shape })),
        outputs,
        params,
      );
      this.#engine.run(number, call);
      return outputs.map(({ shape, dtype }, i) => this.#adopt(call[i] as number, [...shape], dtype));
    } catch (error) {
      throw new Error(`${kernel}: ${(error as Error).message} (${describe(inputs)} → ${describe(outputs)})`);
    }
  }

  /** Runs a kernel with one output. */
  run1(
    kernel: string,
    inputs: readonly TensorInfo[],
    output: OutputSpec,
    params: readonly number[] = [],
  ): TensorInfo {
    return this.run(kernel, inputs, [output], params)[0] as TensorInfo;
  }

  /** The same values under another shape or as a result of their own: one more reference. */
  share(x: TensorInfo, shape: readonly number[] = x.shape): TensorInfo {
    this.incRef(x.dataId);
    this.#taken?.push(x.dataId);
    return { dataId: x.dataId, shape: [...shape], dtype: x.dtype };
  }

  /** A tensor's data; if it is on another backend, TensorFlow.js moves it here first. */
  #tensor(dataId: DataId): TensorData {
    if (!this.data.has(dataId) && !engine().state.tensorInfo.has(dataId))
      throw new Error('a tensor is disposed');
    return this.data.get(dataId);
  }

  #adopt(id: number, shape: number[], dtype: DataType): TensorInfo {
    const dataId = { id };
    this.data.set(dataId, { id, dtype });
    this.#taken?.push(dataId);
    return { dataId, shape, dtype };
  }

  #data(values: BackendValues | null, dtype: DataType, shape: number[]): TensorData {
    if (isNumeric(dtype)) {
      const size = util.sizeFromShape(shape);
      const array = values ? toArray(values as TypedArray, dtype) : emptyArray(dtype, size);
      try {
        return { id: this.#engine.create(dtypeCode(dtype), size, array), dtype };
      } catch (error) {
        throw new Error(
          `A tensor ${describe([{ dtype, shape }])} can't be made: ${(error as Error).message}`,
        );
      }
    }
    const id = this.#engine.create(0, 0);
    if (dtype === 'string') return { id, dtype, strings: (values ?? []) as Uint8Array[] };
    if (!values) return { id, dtype };
    // Interleaved values of a complex tensor that comes from another backend.
    const { real, imag } = backend_util.splitRealAndImagArrays(values as Float32Array);
    return {
      id,
      dtype,
      parts: {
        real: this.makeTensorInfo(shape, 'float32', real),
        imag: this.makeTensorInfo(shape, 'float32', imag),
      },
    };
  }

  override write(values: BackendValues | null, shape: number[], dtype: DataType): DataId {
    const data = this.#data(values, dtype, shape);
    const dataId = { id: data.id };
    this.data.set(dataId, data);
    return dataId;
  }

  override move(
    dataId: DataId,
    values: BackendValues,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    const data = this.#data(values, dtype, shape);
    for (let count = 1; count < refCount; count++) this.#engine.retain(data.id);
    this.data.set(dataId, data);
  }

  /** A new tensor; without values it is zero. Strings may be given as they are or encoded. */
  makeTensorInfo(shape: number[], dtype: DataType, values?: BackendValues | string[]): TensorInfo {
    const encoded =
      dtype === 'string' && values && util.isString(values[0] as string)
        ? (values as string[]).map((text) => util.encodeString(text))
        : (values as BackendValues | undefined);
    return { dataId: this.write(encoded ?? null, shape, dtype), shape, dtype };
  }

  /** A complex tensor of copies of its parts. */
  makeComplex(shape: number[], real: Float32Array, imag: Float32Array): TensorInfo {
    const info = this.makeTensorInfo(shape, 'complex64');
    this.data.get(info.dataId).parts = {
      real: this.makeTensorInfo(shape, 'float32', real),
      imag: this.makeTensorInfo(shape, 'float32', imag),
    };
    return info;
  }

  override readSync(dataId: DataId): BackendValues {
    const { id, dtype, strings, parts } = this.data.get(dataId);
    if (strings) return strings;
    if (parts) {
      return backend_util.mergeRealAndImagArrays(
        this.readSync(parts.real.dataId) as Float32Array,
        this.readSync(parts.imag.dataId) as Float32Array,
      );
    }
    return this.#readNumbers(id, dtype);
  }

  #readNumbers(id: number, dtype: DataType): TypedArray {
    if (!isNumeric(dtype)) throw new Error(`A tensor of type ${dtype} holds no values.`);
    const values = emptyArray(dtype, this.#engine.size(id));
    this.#engine.read(id, values);
    return values;
  }

  override async read(dataId: DataId): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  /** The values of the parts of a complex tensor. */
  readParts(x: TensorInfo): { real: Float32Array; imag: Float32Array } {
    const { parts } = this.data.get(x.dataId);
    if (!parts) throw new Error('The tensor has no real and imaginary part.');
    return {
      real: this.readSync(parts.real.dataId) as Float32Array,
      imag: this.readSync(parts.imag.dataId) as Float32Array,
    };
  }

  bufferSync<R extends Rank, D extends DataType>(x: TensorInfo): TensorBuffer<R, D> {
    const values = this.readSync(x.dataId);
    const decoded =
      x.dtype === 'string' ? (values as Uint8Array[]).map((bytes) => util.decodeString(bytes)) : values;
    return buffer(x.shape as ShapeMap[R], x.dtype, decoded as never) as unknown as TensorBuffer<R, D>;
  }

  where(condition: Tensor): Tensor2D {
    return kernel_impls.whereImpl(condition.shape, this.readSync(condition.dataId) as TypedArray);
  }

  override numDataIds(): number {
    return this.data.numDataIds();
  }

  override refCount(dataId: DataId): number {
    return this.data.has(dataId) ? this.#engine.references(this.data.get(dataId).id) : 0;
  }

  override incRef(dataId: DataId): void {
    this.#engine.retain(this.data.get(dataId).id);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!this.data.has(dataId)) return true;
    if (this.#disposed) {
      this.data.delete(dataId);
      return true;
    }
    const taken = this.#taken?.lastIndexOf(dataId) ?? -1;
    if (taken >= 0) this.#taken?.splice(taken, 1);
    const { id, parts } = this.data.get(dataId);
    if (this.#engine.release(id, force) > 0) return false;
    if (parts) {
      this.disposeData(parts.real.dataId, true);
      this.disposeData(parts.imag.dataId, true);
    }
    this.data.delete(dataId);
    return true;
  }

  disposeIntermediateTensorInfo(x: TensorInfo): void {
    this.disposeData(x.dataId);
  }

  override memory(): NativeMemory {
    const { used, reserved } = this.#engine.memory();
    return { unreliable: false, nativeBytes: used, nativeBytesReserved: reserved };
  }

  override timerAvailable(): boolean {
    return true;
  }

  override async time(run: () => void): Promise<BackendTimingInfo> {
    const start = util.now();
    run();
    return { kernelMs: util.now() - start };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override dispose(): void {
    this.#disposed = true;
    this.#engine.dispose();
  }
}
