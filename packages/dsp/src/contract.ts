/**
 * The feature contract: what every extractor takes and gives, whatever it runs on.
 *
 * Options carry the meaning that librosa 0.11 gives them, under this project's names; results agree with librosa's.
 */

/** Clips of one sampling rate, end to end: clip i is `samples[offsets[i] … offsets[i + 1])`. */
export interface AudioBatch {
  /** Mono samples; float in [-1, 1], or 16-bit integers that count as `value / 32768`. */
  samples: Float32Array | Int16Array;
  /** n + 1 rising offsets into `samples` for n clips. */
  offsets: Uint32Array;
  /** Samples per second, in Hz. */
  sampleRate: number;
}

/**
 * Rows of values per clip, time-major: clip i's frames are rows `offsets[i] … offsets[i + 1])`, `width` values each. A
 * clip has none if it is empty, or shorter than a frame that isn't centred.
 */
export interface Frames {
  data: Float32Array;
  /** n + 1 rising row numbers for n clips. */
  offsets: Uint32Array;
  /** Values in a row: mel bands, MFCC coefficients, or 2 × bins for a complex STFT. */
  width: number;
}

export interface CallOptions {
  /** Stops the call within 50 ms; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called as clips are finished, at most every 50 ms or so, and once at the end with `done === total`. */
  onProgress?: (done: number, total: number) => void;
}

/** `librosa.stft` */
export interface StftOptions {
  /** FFT length in samples (librosa's `n_fft`). Default 2048. */
  fftSize?: number;
  /** Samples from one frame to the next. Default 512. */
  hopLength?: number;
  /** Window length, at most `fftSize`; the window is centred in it with zeros. Default `fftSize`. */
  winLength?: number;
  /** Periodic window. Default 'hann'. */
  window?: WindowName;
  /** Whether frame t is centred on sample t × hopLength. Default true. */
  center?: boolean;
  /**
   * What stands before the first and after the last sample when centred: zeros, or the clip's mirror image, for which it
   * must have more than `fftSize / 2` samples. Default 'constant' (zeros).
   */
  padMode?: 'constant' | 'reflect';
}

export type WindowName = 'hann' | 'hamming' | 'blackman' | 'rectangular';

/** `librosa.feature.melspectrogram`, and `librosa.power_to_db` where `output` is 'db'. */
export interface MelOptions extends StftOptions {
  /** Rate that the mel filters are laid out for, in Hz. Default, and the only one allowed: the batch's. */
  sampleRate?: number;
  /** Default 128. */
  melBands?: number;
  /** Lowest frequency in Hz. Default 0. */
  fMin?: number;
  /** Highest frequency in Hz. Default sampleRate / 2. */
  fMax?: number;
  /** Default 'slaney'. */
  melScale?: 'slaney' | 'htk';
  /** Area normalisation of the filters. Default 'slaney'. */
  norm?: 'slaney' | null;
  /** Exponent of the magnitude: 1 energy, 2 power. Default 2. */
  power?: number;
  /**
   * 'power': as it is. 'db': `power_to_db(x, ref=max, top_db=80)` per clip, so at most 0 and at least -80.
   * 'log': natural logarithm of `max(x, 1e-10)`. Default 'power'.
   */
  output?: 'power' | 'db' | 'log';
}

/** `librosa.feature.mfcc`: an orthonormal DCT-II over `power_to_db(mel, ref=1, top_db=80)`. */
export interface MfccOptions extends Omit<MelOptions, 'output'> {
  /** Coefficients kept (librosa's `n_mfcc`), at most `melBands`. Default 20. */
  coefficients?: number;
}

/** `librosa.feature.zero_crossing_rate` and `librosa.feature.rms`. */
export interface FrameOptions {
  /** Default 2048. */
  frameLength?: number;
  /** Default 512. */
  hopLength?: number;
  /** Zero-crossing rate pads with the edge value, RMS with zeros, as librosa does. Default true. */
  center?: boolean;
}

/** Where an extractor runs. */
export interface DeviceInfo {
  kind: 'js' | 'cpu' | 'cuda';
  name: string;
  threads?: number;
  simd?: string;
  /** Why a better device was not taken, in a sentence. */
  reason?: string;
}

/** Turns audio into features. Every method rejects with a {@link DspError} that names the option at fault. */
export interface FeatureExtractor {
  readonly device: DeviceInfo;
  /**
   * Band-limited resampling to `toRate`, as float samples; clip i has `ceil(n × toRate / sampleRate)` of them. A batch
   * that has the rate already comes back as it is.
   */
  resample(batch: AudioBatch, toRate: number, call?: CallOptions): Promise<AudioBatch>;
  /** Complex rows of `2 × (floor(fftSize / 2) + 1)` values, re and im interleaved. */
  stft(batch: AudioBatch, options?: StftOptions, call?: CallOptions): Promise<Frames>;
  /** Rows of `melBands` values. */
  melSpectrogram(batch: AudioBatch, options?: MelOptions, call?: CallOptions): Promise<Frames>;
  /** Rows of `coefficients` values. */
  mfcc(batch: AudioBatch, options?: MfccOptions, call?: CallOptions): Promise<Frames>;
  /** One value a row: zero crossings in the frame / frameLength. */
  frameZeroCrossingRate(batch: AudioBatch, options?: FrameOptions, call?: CallOptions): Promise<Frames>;
  /** One value a row: root mean square of the frame. */
  frameRms(batch: AudioBatch, options?: FrameOptions, call?: CallOptions): Promise<Frames>;
  /** Per clip two values: `sum(diff(sign(x)) != 0)` and `mean(x²)`; both 0 for an empty clip. */
  zcrEnergy(batch: AudioBatch, call?: CallOptions): Promise<Float32Array>;
  /** Frees threads and memory; calls after it reject. */
  dispose(): void;
}

/** An option or input that can't be used; the message names it and says what to do. */
export class DspError extends Error {
  override name = 'DspError';
}
