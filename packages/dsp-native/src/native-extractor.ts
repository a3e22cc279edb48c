import { arch, cpus } from 'node:os';
import { types } from 'node:util';
import {
  type AudioBatch,
  allocateFloats,
  type CallOptions,
  checkBatch,
  checkRate,
  clipLengths,
  countsToOffsets,
  type DeviceInfo,
  DspError,
  type FeatureExtractor,
  type FrameOptions,
  type Frames,
  frameOffsets,
  type MelOptions,
  type MfccOptions,
  type ResolvedFrame,
  type ResolvedStft,
  resampledLength,
  resolveFrame,
  resolveMel,
  resolveMfcc,
  resolveStft,
  type StftOptions,
} from '@ser/dsp';
import type { NativeAddon, NativeDevice, NativeEngine, NativeOperation, SimdLevel } from './addon.ts';
import { extractFiles, type FileBlock } from './extract-files.ts';
import type { FileRecipe } from './file-recipe.ts';
import { frameParams, melParams, mfccParams, resampleParams, stftParams } from './params.ts';
import { checkReflection } from './reflection.ts';
import { runJob } from './run-job.ts';

/**
 * The extractor in C++. Samples are read in place: they must not be changed or transferred before the call is settled.
 * Calls are worked at in the order they come, each on all of the extractor's threads.
 */
export class NativeExtractor implements FeatureExtractor {
  readonly device: DeviceInfo;
  readonly #addon: NativeAddon;
  readonly #engine: NativeEngine;
  readonly #lastParams = new Map<NativeOperation, { key: string; params: object }>();
  #disposed = false;

  /** Throws a {@link DspError} that says why where the device can't be had. */
  constructor(addon: NativeAddon, kind: NativeDevice, threads: number, simd: SimdLevel | '' = '') {
    this.#addon = addon;
    try {
      this.#engine = new addon.Engine(kind, threads, simd);
    } catch (error) {
      throw new DspError((error as Error).message);
    }
    const engine = this.#engine;
    this.device = {
      kind,
      name: engine.name || cpuName(),
      threads,
      ...(engine.simd && { simd: engine.simd }),
    };
  }

  async resample(batch: AudioBatch, toRate: number, call?: CallOptions): Promise<AudioBatch> {
    this.#check(batch);
    checkRate('toRate', toRate);
    if (toRate === batch.sampleRate) {
      call?.signal?.throwIfAborted();
      const clips = batch.offsets.length - 1;
      call?.onProgress?.(clips, clips);
      return batch;
    }
    const design = this.#params('resample', { from: batch.sampleRate, toRate }, () =>
      resampleParams(batch.sampleRate, toRate),
    );
    const offsets = countsToOffsets(clipLengths(batch).map((n) => resampledLength(n, design)));
    const { data } = await this.#run('resample', batch, { offsets, width: 1 }, design, call);
    return { samples: data, offsets, sampleRate: toRate };
  }

  async stft(batch: AudioBatch, options?: StftOptions, call?: CallOptions): Promise<Frames> {
    this.#check(batch);
    const stft = resolveStft(options);
    const params = this.#params('stft', stft, () => stftParams(stft));
    return this.#runOnSpectra('stft', batch, stft, 2 * (Math.floor(stft.fftSize / 2) + 1), params, call);
  }

  async melSpectrogram(batch: AudioBatch, options?: MelOptions, call?: CallOptions): Promise<Frames> {
    this.#check(batch);
    const mel = resolveMel(options, batch.sampleRate);
    const params = this.#params('melSpectrogram', mel, () => melParams(mel));
    return this.#runOnSpectra('melSpectrogram', batch, mel, mel.melBands, params, call);
  }

  async mfcc(batch: AudioBatch, options?: MfccOptions, call?: CallOptions): Promise<Frames> {
    this.#check(batch);
    const mfcc = resolveMfcc(options, batch.sampleRate);
    const params = this.#params('mfcc', mfcc, () => mfccParams(mfcc));
    return this.#runOnSpectra('mfcc', batch, mfcc, mfcc.coefficients, params, call);
  }

  async frameZeroCrossingRate(
    batch: AudioBatch,
    options?: FrameOptions,
    call?: CallOptions,
  ): Promise<Frames> {
    this.#check(batch);
    return this.#runOnFrames('frameZeroCrossingRate', batch, resolveFrame(options), call);
  }

  async frameRms(batch: AudioBatch, options?: FrameOptions, call?: CallOptions): Promise<Frames> {
    this.#check(batch);
    return this.#runOnFrames('frameRms', batch, resolveFrame(options), call);
  }

  async zcrEnergy(batch: AudioBatch, call?: CallOptions): Promise<Float32Array> {
    this.#check(batch);
    const rows = { offsets: batch.offsets.map((_, clip) => clip), width: 2 };
    return (await this.#run('zcrEnergy', batch, rows, {}, call)).data;
  }

  /** See `extractFiles` in `files.ts`. */
  extractFiles(paths: readonly string[], recipe: FileRecipe, call?: CallOptions): AsyncGenerator<FileBlock> {
    this.#checkAlive();
    return extractFiles(this.#addon, this.#engine, paths, recipe, call);
  }

  dispose(): void {
    this.#disposed = true;
    this.#engine.dispose();
  }

  #check(batch: AudioBatch): void {
    this.#checkAlive();
    checkBatch(batch);
  }

  #checkAlive(): void {
    if (this.#disposed) throw new DspError('This extractor has been disposed of: create another one.');
  }

  /** What `make` gives: computed anew only where `options` are not those of the operation's last call. */
  #params<T extends object>(operation: NativeOperation, options: object, make: () => T): T {
    const key = JSON.stringify(options);
    const last = this.#lastParams.get(operation);
    if (last?.key === key) return last.params as T;
    const params = make();
    this.#lastParams.set(operation, { key, params });
    return params;
  }

  #runOnSpectra(
    operation: NativeOperation,
    batch: AudioBatch,
    stft: ResolvedStft,
    width: number,
    params: object,
    call: CallOptions | undefined,
  ): Promise<Frames> {
    const offsets = frameOffsets(batch, { ...stft, frameLength: stft.fftSize });
    checkReflection(batch, stft);
    return this.#run(operation, batch, { offsets, width }, params, call);
  }

  #runOnFrames(
    operation: NativeOperation,
    batch: AudioBatch,
    frame: ResolvedFrame,
    call: CallOptions | undefined,
  ): Promise<Frames> {
    const rows = { offsets: frameOffsets(batch, frame), width: 1 };
    return this.#run(operation, batch, rows, frameParams(frame), call);
  }

  async #run(
    operation: NativeOperation,
    batch: AudioBatch,
    { offsets, width }: { offsets: Uint32Array; width: number },
    params: object,
    call: CallOptions | undefined,
  ): Promise<Frames> {
    const data = allocateFloats(offsets.at(-1)! * width);
    const job = {
      samples: inSteadyMemory(batch.samples),
      offsets: batch.offsets.slice(),
      output: data,
      outputOffsets: offsets,
      width,
      params,
    };
    await runJob(this.#engine, operation, job, call);
    return { data, offsets, width };
  }
}

function cpuName(): string {
  return cpus()[0]?.model.trim() || arch();
}

/** The samples, or a copy where another thread could write to them or their buffer could shrink. */
function inSteadyMemory<T extends Float32Array | Int16Array>(samples: T): T {
  const buffer: ArrayBufferLike & { resizable?: boolean } = samples.buffer;
  return types.isSharedArrayBuffer(buffer) || buffer.resizable ? (samples.slice() as T) : samples;
}
