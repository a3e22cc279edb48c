import { createRequire } from 'node:module';

/** The class of native/addon.cc: a device and its tensors, known by number. */
export interface Engine {
  info(): EngineInfo;
  /** Names of its kernels; a kernel's number is its place here. */
  kernels(): string[];
  create(dtype: number, size: number, values?: ArrayBufferView): number;
  /** How many values a tensor has. */
  size(id: number): number;
  read(id: number, into: ArrayBufferView): void;
  retain(id: number): void;
  /** Takes a reference away, or all. @returns how many are left */
  release(id: number, all: boolean): number;
  references(id: number): number;
  /** See call-buffer.ts. */
  run(kernel: number, buffer: Float64Array): void;
  /** Bytes in tensors, bytes taken from the system (memory kept for reuse included), number of tensors. */
  memory(): { used: number; reserved: number; tensors: number };
  dispose(): void;
}

export interface EngineInfo {
  device: string;
  simd: string;
  threads: number;
}

export interface Addon {
  Engine: new (device: string, threads: number, simd: string) => Engine;
}

/**
 * Finds and loads the addon: the one place to look in for prebuilt binaries. The environment variable TFJS_NATIVE_ADDON
 * names the file of another build, one with a sanitizer for instance.
 *
 * @throws Error that says how to build it
 */
export function loadAddon(): Addon {
  const require = createRequire(import.meta.url);
  try {
    return require(process.env.TFJS_NATIVE_ADDON ?? '../build/Release/tfjs_native.node') as Addon;
  } catch (error) {
    throw new Error(
      `The native TensorFlow.js backend can't be loaded: ${(error as Error).message}\n` +
        'Build it with `npx cmake-js compile` in packages/tfjs-native (it takes CMake and a C++20 compiler).',
    );
  }
}
