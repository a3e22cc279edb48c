import { availableParallelism } from 'node:os';
import { createJsExtractor, DspError, type FeatureExtractor } from '@ser/dsp';
import type { SimdLevel } from './addon.ts';
import { loadAddon } from './load-addon.ts';
import { NativeExtractor } from './native-extractor.ts';

export interface ExtractorOptions {
  /**
   * 'auto': the fastest that can be had; `device.reason` of the extractor says why not a faster one. 'cpu': the C++
   * engine. 'cuda': a graphics card. 'js': plain TypeScript. Default 'auto'.
   */
  device?: Device;
  /** Threads that a call may keep busy, from 1 to 1024. Default: as many as the machine offers this process. */
  threads?: number;
  /**
   * Vector instructions of the processor to use: 'baseline' is what each of its kind has. Results differ by rounding.
   * Default 'auto', the best it has.
   */
  simd?: 'auto' | SimdLevel;
}

const KNOWN = ['device', 'threads', 'simd'];
const DEVICES = ['auto', 'cpu', 'cuda', 'js'] as const;
type Device = (typeof DEVICES)[number];
const SIMD_LEVELS = ['auto', 'avx512', 'avx2', 'baseline'] as const;

/**
 * An extractor with threads of its own; call `dispose()` when it is no longer needed. Rejects with a {@link DspError} where
 * a named device can't be had, or an option is unsound; 'auto' falls back to what there is.
 */
export async function createExtractor(options: ExtractorOptions = {}): Promise<FeatureExtractor> {
  const { device, threads, simd } = check(options);
  const level = simd === 'auto' ? '' : simd;
  switch (device) {
    case 'js':
      return createJsExtractor();
    case 'cpu':
    case 'cuda':
      return new NativeExtractor(loadAddon(device), device, threads, level);
    case 'auto':
      return createFastest(threads, level);
  }
}

function createFastest(threads: number, simd: SimdLevel | ''): FeatureExtractor {
  const reasons = new Set<string>();
  for (const device of ['cuda', 'cpu'] as const) {
    try {
      return withReason(new NativeExtractor(loadAddon(device), device, threads, simd), reasons);
    } catch (error) {
      reasons.add((error as Error).message);
    }
  }
  return withReason(createJsExtractor(), reasons);
}

function withReason(extractor: FeatureExtractor, reasons: Set<string>): FeatureExtractor {
  if (reasons.size > 0) extractor.device.reason = [...reasons].join(' ');
  return extractor;
}

function check(options: ExtractorOptions): Required<ExtractorOptions> {
  for (const name of Object.keys(options)) {
    if (!KNOWN.includes(name)) {
      throw new DspError(`There is no option ${name}: known are ${KNOWN.join(', ')}.`);
    }
  }
  const { device = 'auto', threads = Math.min(availableParallelism(), 1024), simd = 'auto' } = options;
  if (!DEVICES.includes(device)) {
    throw new DspError(`device is ${String(device)}, but it must be one of ${DEVICES.join(', ')}.`);
  }
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
    throw new DspError(`threads is ${String(threads)}, but it must be a whole number from 1 to 1024.`);
  }
  if (!SIMD_LEVELS.includes(simd)) {
    throw new DspError(`simd is ${String(simd)}, but it must be one of ${SIMD_LEVELS.join(', ')}.`);
  }
  return { device, threads, simd };
}
