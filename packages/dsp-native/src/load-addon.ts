import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DspError } from '@ser/dsp';
import type { NativeAddon, NativeDevice } from './addon.ts';

const FILES: Record<NativeDevice, string> = { cpu: 'dsp_native.node', cuda: 'dsp_native_cuda.node' };

/**
 * The one place that knows where the addons lie, of which each device has its own: where they are built, or, that of the
 * CPU, where the environment variable DSP_NATIVE_ADDON says. Throws a {@link DspError} that says how to build one that is
 * missing.
 */
export function loadAddon(device: NativeDevice): NativeAddon {
  const built = join(import.meta.dirname, '../build/Release', FILES[device]);
  const path = (device === 'cpu' && process.env.DSP_NATIVE_ADDON) || built;
  if (!existsSync(path)) {
    throw new DspError(
      device === 'cuda'
        ? 'CUDA is not available: this build has no CUDA addon; with nvcc installed, build it by `SER_CUDA=on npx nx run dsp-native:build`.'
        : `The native addon is missing (there is no ${path}): build it with \`npx nx run dsp-native:build\`.`,
    );
  }
  try {
    return createRequire(import.meta.url)(path);
  } catch (error) {
    throw new DspError(
      `The native addon for device ${device} can't be loaded (${(error as Error).message}): build it anew with \`npx nx run dsp-native:build\`.`,
    );
  }
}
