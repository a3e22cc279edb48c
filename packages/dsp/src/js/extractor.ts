import {
  type AudioBatch,
  type CallOptions,
  type DeviceInfo,
  DspError,
  type FeatureExtractor,
  type FrameOptions,
  type Frames,
  type MelOptions,
  type MfccOptions,
  type StftOptions,
} from '../contract.ts';
import { checkBatch } from '../frames.ts';
import { checkRate } from '../options.ts';
import { designResampler, type ResamplerDesign } from '../resampler.ts';
import { melSpectrogram } from './mel-spectrogram.ts';
import { mfcc } from './mfcc.ts';
import { Pace } from './pace.ts';
import { resample } from './resample.ts';
import { frameRms } from './rms.ts';
import { stft } from './stft.ts';
import { zcrEnergy } from './zcr-energy.ts';
import { frameZeroCrossingRate } from './zero-crossing-rate.ts';

/** The extractor in plain TypeScript: runs wherever JavaScript does, on the thread that calls it. */
export function createJsExtractor(): FeatureExtractor {
  return new JsExtractor();
}

class JsExtractor implements FeatureExtractor {
  readonly device: DeviceInfo = { kind: 'js', name: 'JavaScript' };
  #disposed = false;
  /** The last one, since a design takes as long as seconds of audio, and rates rarely change. */
  #resampler: { fromRate: number; toRate: number; design: ResamplerDesign } | undefined;

  async resample(batch: AudioBatch, toRate: number, call?: CallOptions): Promise<AudioBatch> {
    this.#check(batch);
    checkRate('toRate', toRate);
    if (toRate === batch.sampleRate) {
      new Pace(batch.offsets.length - 1, call).finish();
      return batch;
    }
    return resample(batch, toRate, this.#design(batch.sampleRate, toRate), call);
  }

  async stft(batch: AudioBatch, options?: StftOptions, call?: CallOptions): Promise<Frames> {
    this.#check(batch);
    return stft(batch, options, call);
  }

  async melSpectrogram(batch: AudioBatch, options?: MelOptions, call?: CallOptions): Promise<Frames> {
    this.#check(batch);
    return melSpectrogram(batch, options, call);
  }

  async mfcc(batch: AudioBatch, options?: MfccOptions, call?: CallOptions): Promise<Frames> {
    this.#check(batch);
    return mfcc(batch, options, call);
  }

  async frameZeroCrossingRate(
    batch: AudioBatch,
    options?: FrameOptions,
    call?: CallOptions,
  ): Promise<Frames> {
    this.#check(batch);
    return frameZeroCrossingRate(batch, options, call);
  }

  async frameRms(batch: AudioBatch, options?: FrameOptions, call?: CallOptions): Promise<Frames> {
    this.#check(batch);
    return frameRms(batch, options, call);
  }

  async zcrEnergy(batch: AudioBatch, call?: CallOptions): Promise<Float32Array> {
    this.#check(batch);
    return zcrEnergy(batch, call);
  }

  dispose(): void {
    this.#disposed = true;
    this.#resampler = undefined;
  }

  #check(batch: AudioBatch): void {
    if (this.#disposed) throw new DspError('This extractor has been disposed of: create another one.');
    checkBatch(batch);
  }

  #design(fromRate: number, toRate: number): ResamplerDesign {
    if (this.#resampler?.fromRate !== fromRate || this.#resampler.toRate !== toRate) {
      this.#resampler = { fromRate, toRate, design: designResampler(fromRate, toRate) };
    }
    return this.#resampler.design;
  }
}
