import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasmPlain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmThreads from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../shared/messages.ts';

/** Why a backend is not to be had, in a few words. */
class Refusal extends Error {}

/** Makes a backend known to tfjs. */
const LOADERS: Record<BackendName, (explicit: boolean) => Promise<unknown>> = {
  async webgpu(explicit) {
    const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<Adapter | null> } };
    if (!gpu) throw new Refusal('this browser has no WebGPU');
    const adapter = await gpu.requestAdapter();
    if (!adapter) throw new Refusal('WebGPU finds no graphics card');
    if (adapter.info?.isFallbackAdapter && !explicit) throw new Refusal('WebGPU is emulated here');
    await import('@tensorflow/tfjs-backend-webgpu');
  },
  async webgl(explicit) {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (!gl) throw new Refusal('this browser has no WebGL 2 in workers');
    const name = gl.getExtension('WEBGL_debug_renderer_info');
    const renderer = name ? String(gl.getParameter(name.UNMASKED_RENDERER_WEBGL)) : '';
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    if (/swiftshader|llvmpipe|software/i.test(renderer) && !explicit)
      throw new Refusal('WebGL is emulated here');
    await import('@tensorflow/tfjs-backend-webgl');
    // Half precision moves probabilities in the third digit.
    if (!(await tf.env().getAsync('WEBGL_RENDER_FLOAT32_ENABLED')))
      throw new Refusal('WebGL has half precision only');
  },
  async wasm() {
    if (typeof WebAssembly === 'undefined') throw new Refusal('this browser has no WebAssembly');
    setWasmPaths({
      'tfjs-backend-wasm.wasm': wasmPlain,
      'tfjs-backend-wasm-simd.wasm': wasmSimd,
      'tfjs-backend-wasm-threaded-simd.wasm': wasmThreads,
    });
  },
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

interface Adapter {
  info?: { isFallbackAdapter?: boolean };
}

/** The first is best. */
const ORDER: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/**
 * Starts the best backend that is there, or the one that is asked for.
 *
 * @returns its name, and why the better ones were refused
 */
export async function startBackend(
  wanted: BackendName | 'auto',
): Promise<{ backend: BackendName; refused: string[] }> {
  const refused: string[] = [];
  for (const backend of wanted === 'auto' ? ORDER : [wanted]) {
    try {
      await LOADERS[backend](wanted === backend);
      if (!(await tf.setBackend(backend))) throw new Refusal(`${backend} does not start`);
      await tf.ready();
      return { backend, refused };
    } catch (error) {
      refused.push((error as Error).message);
    }
  }
  throw new Error(`no backend can be had: ${refused.join('; ')}`);
}
