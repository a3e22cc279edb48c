import { availableParallelism, cpus } from 'node:os';
import {
  findBackendFactory,
  getKernelsForBackend,
  type KernelConfig,
  type KernelFunc,
  type NamedTensorInfoMap,
  registerBackend,
  registerKernel,
} from '@tensorflow/tfjs-core';
import { loadAddon } from './addon.ts';
import { NativeBackend } from './backend.ts';
import { replaceGradients } from './gradients.ts';
import { type Kernel, MAX_RANK } from './kernels/kernel.ts';
import { nativeKernels } from './kernels/list.ts';
import { trainingKernels } from './kernels/training.ts';
import { replaceAdam } from './optimizers.ts';
import { randomKernels } from './random.ts';

export interface RegisterOptions {
  /** Where to compute; 'auto' (the default) takes the fastest there is. */
  device?: 'auto' | 'cpu';
  /** Threads that kernels use, this one included: 1 to 256. Default: as many as the machine runs at once. */
  threads?: number;
  /** Vector instructions; 'auto' (the default) takes the best that the processor has. For tests and measurements. */
  simd?: 'auto' | 'avx512' | 'avx2' | 'baseline';
}

/** What the backend computes on. */
export interface DeviceInfo {
  device: 'cpu';
  /** The processor's name. */
  name: string;
  threads: number;
  simd: string;
}

const NAME = 'native';
let registered: Promise<DeviceInfo> | undefined;

/**
 * Adds the backend `native` to TensorFlow.js; `tf.setBackend('native')` then selects it. Further calls add nothing and
 * give the same answer, whatever their options.
 *
 * @throws TypeError for an option that isn't valid, Error if the addon can't be loaded; then a later call tries again
 */
export function register(options: RegisterOptions = {}): Promise<DeviceInfo> {
  registered ??= addBackend(options).catch((error: unknown) => {
    registered = undefined;
    throw error;
  });
  return registered;
}

async function addBackend({ device = 'auto', threads, simd = 'auto' }: RegisterOptions): Promise<DeviceInfo> {
  if (device !== 'auto' && device !== 'cpu') {
    throw new TypeError(`The option device is '${device}'; it must be 'auto' or 'cpu'.`);
  }
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= 256)) {
    throw new TypeError(`The option threads is ${threads}; it must be an integer from 1 to 256.`);
  }
  if (findBackendFactory(NAME)) {
    throw new Error(`TensorFlow.js has a backend named '${NAME}' already, which isn't this one.`);
  }
  // Its import adds the backend 'cpu' to TensorFlow.js, so it must wait for this call.
  const { Host } = await import('./host.ts');
  const { Engine } = loadAddon();
  const count = threads ?? Math.min(availableParallelism(), 256);
  const makeEngine = () => new Engine('cpu', count, simd === 'auto' ? '' : simd);
  const probe = makeEngine();
  const info = probe.info();
  probe.dispose();

  const host = new Host();
  for (const { kernelName } of getKernelsForBackend('cpu')) {
    const native = Object.hasOwn(nativeKernels, kernelName) ? nativeKernels[kernelName] : undefined;
    registerKernel({
      kernelName,
      backendName: NAME,
      kernelFunc: kernelFunc(kernelName, native, host),
    } as KernelConfig);
  }
  for (const [kernelName, kernel] of Object.entries({ ...randomKernels, ...trainingKernels })) {
    registerKernel({ kernelName, backendName: NAME, kernelFunc: kernelFunc(kernelName, kernel, host) });
  }
  replaceGradients(NAME);
  replaceAdam(NAME);
  // Above the browser's and JavaScript's own backends: who registers this one wants it.
  registerBackend(NAME, () => new NativeBackend(makeEngine()), 4);
  return { device: 'cpu', name: cpus()[0]?.model.trim() || 'CPU', threads: info.threads, simd: info.simd };
}

/** Whether the addon takes tensors of so many axes. Some kernels have a list of inputs, and some leave one out. */
function fits(inputs: NamedTensorInfoMap): boolean {
  return Object.values(inputs).every((x) => !x?.shape || x.shape.length <= MAX_RANK);
}

function kernelFunc(name: string, native: Kernel | undefined, host: import('./host.ts').Host): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const target = backend as NativeBackend;
    const done =
      native && fits(inputs) && target.attempt(() => native({ inputs, attrs: attrs ?? {}, backend: target }));
    return done || host.run(name, inputs, attrs, target);
  };
}
