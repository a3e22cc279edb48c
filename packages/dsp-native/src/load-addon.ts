import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DspError } from '@ser/dsp';
import type { NativeAddon } from './addon.ts';

const BUILD = 'build it with `npx nx run dsp-native:build`';

/**
 * The one place that knows where the addon lies: where the environment variable DSP_NATIVE_ADDON says, or where it is
 * built. Throws a {@link DspError} that says how to build it.
 */
export function loadAddon(): NativeAddon {
  const path = process.env.DSP_NATIVE_ADDON ?? join(import.meta.dirname, '../build/Release/dsp_native.node');
  if (!existsSync(path)) {
    throw new DspError(`The native addon is missing (there is no ${path}): ${BUILD}.`);
  }
  try {
    return createRequire(import.meta.url)(path);
  } catch (error) {
    throw new DspError(`The native addon can't be loaded (${(error as Error).message}): ${BUILD}.`);
  }
}
