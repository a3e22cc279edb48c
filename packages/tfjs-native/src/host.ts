import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  type BackendValues,
  type DataId,
  type DataType,
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { NativeBackend } from './backend.ts';

/**
 * TensorFlow.js's JavaScript backend, with tensors of its own. They are never disposed of: nothing holds them once a
 * kernel has ended.
 */
class HostBackend extends MathBackendCPU {
  /** Without the original's advice to install another backend. */
  override write(values: BackendValues, _shape: number[], dtype: DataType): DataId {
    const dataId = {};
    this.data.set(dataId, { values: values as never, dtype, refCount: 1 });
    return dataId;
  }
}

/** Runs kernels that aren't written natively, on downloaded values, by TensorFlow.js's own JavaScript kernels. */
export class Host {
  readonly #cpu = new HostBackend();

  run(
    kernel: string,
    inputs: NamedTensorInfoMap,
    attrs: NamedAttrMap | undefined,
    native: NativeBackend,
  ): TensorInfo | TensorInfo[] {
    const { kernelFunc } = getKernel(kernel, 'cpu') as KernelConfig;
    native.countFallback(kernel);
    const download = (x: unknown): unknown => {
      if (Array.isArray(x)) return x.map(download);
      return x ? this.#download(x as TensorInfo, native) : x;
    };
    const downloaded = Array.isArray(inputs)
      ? inputs.map(download)
      : Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, download(x)]));
    const result = kernelFunc({
      inputs: downloaded as NamedTensorInfoMap,
      backend: this.#cpu,
      ...(attrs ? { attrs } : {}),
    });
    return Array.isArray(result) ? result.map((y) => this.#upload(y, native)) : this.#upload(result, native);
  }

  /** With its rank: some kernels read it, as if they were given whole tensors. */
  #download(x: TensorInfo, native: NativeBackend): TensorInfo & { rank: number } {
    return { ...this.#copy(x, native), rank: x.shape.length };
  }

  #copy(x: TensorInfo, native: NativeBackend): TensorInfo {
    if (x.dtype !== 'complex64') return this.#cpu.makeTensorInfo(x.shape, x.dtype, native.readSync(x.dataId));
    const { real, imag } = native.readParts(x);
    const info = this.#cpu.makeTensorInfo(x.shape, 'complex64');
    this.#cpu.data.get(info.dataId).complexTensorInfos = {
      real: this.#cpu.makeTensorInfo(x.shape, 'float32', real),
      imag: this.#cpu.makeTensorInfo(x.shape, 'float32', imag),
    };
    return info;
  }

  #upload({ dataId, shape, dtype }: TensorInfo, native: NativeBackend): TensorInfo {
    const { values, complexTensorInfos } = this.#cpu.data.get(dataId);
    if (!complexTensorInfos) return native.makeTensorInfo(shape, dtype, values);
    const part = (info: TensorInfo) => this.#cpu.readSync(info.dataId) as Float32Array;
    return native.makeComplex(shape, part(complexTensorInfos.real), part(complexTensorInfos.imag));
  }
}
