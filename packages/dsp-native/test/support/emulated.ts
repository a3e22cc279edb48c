import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { NativeAddon, NativeDevice } from '../../src/addon.ts';
import { NativeExtractor } from '../../src/native-extractor.ts';

/** What an emulated device is like: see native/emulated/emulated_device.h. */
export interface EmulatedOptions {
  chunkBytes?: number;
  memory?: number;
  failAt?: number;
  backwards?: 0 | 1;
}

/** An extractor that runs the CUDA engine and its kernels on the host. `nx run dsp-native:build-emulated` builds it. */
export function createEmulated(options: EmulatedOptions = {}): NativeExtractor {
  const path = join(import.meta.dirname, '../../build/emulated/dsp_native_emulated.node');
  const addon: NativeAddon = createRequire(import.meta.url)(path);
  const device = ['emulated', ...Object.entries(options).map(([name, value]) => `${name}=${value}`)].join(
    ' ',
  );
  return new NativeExtractor(addon, device as NativeDevice, 2);
}
