/** What the C++ addon exports. Internal: use `createExtractor`. */
export interface NativeAddon {
  /** Starts its threads at once; `simd` is empty for the best there is. Throws an error with a sentence that says why it can't be had. */
  readonly Engine: new (
    device: NativeDevice,
    threads: number,
    simd: SimdLevel | '',
  ) => NativeEngine;

  /**
   * Reads WAV files from the first on, as many as share a rate and a kind of sample and have room in `memory`, end to
   * end: 16-bit integers where `isInt16`, else floats. `memory` begins on a multiple of 4 bytes and is not to be touched
   * until the promise is settled. Once `cancelled[0]` isn't 0, what it gives is worth nothing, and comes soon.
   */
  readWavFiles(paths: string[], memory: Uint8Array, cancelled: Int32Array): Promise<NativeReading>;
}

export interface NativeReading {
  /** One for each file dealt with; `error` says why it can't be read, without naming it. */
  files: ({ sampleRate: number; samples: number; error?: never } | { error: string })[];
  isInt16: boolean;
  /** Not 0 if no file was dealt with because the first takes that much memory. */
  bytesNeeded: number;
}

export type NativeDevice = 'cpu' | 'cuda';

/** Vector instructions of the processor. 'baseline' is what each of its kind has: SSE2, or NEON. */
export type SimdLevel = 'avx512' | 'avx2' | 'baseline';

/** Works at one job at a time, on threads of its own; further jobs wait in line. */
export interface NativeEngine {
  /** What it runs on; empty if that is this machine's processor. */
  readonly name: string;
  /** The processor's vector instructions that it uses; empty if none. */
  readonly simd: SimdLevel | '';
  /** Starts `operation` and gives the job's number. The job's arrays are read and written in place until its last event. */
  start(operation: NativeOperation, job: NativeJob, onEvent: OnNativeEvent): number;
  /** Ends a job soon; its last event comes as ever. */
  cancel(job: number): void;
  /** Ends every job and all threads; returns when they are gone. The jobs' last events come later. */
  dispose(): void;
}

export type NativeOperation =
  | 'stft'
  | 'melSpectrogram'
  | 'mfcc'
  | 'frameZeroCrossingRate'
  | 'frameRms'
  | 'zcrEnergy'
  | 'resample'
  | 'recipe';

export interface NativeJob {
  samples: Float32Array | Int16Array;
  offsets: Uint32Array;
  /** Rows of `width` values: clip i's are `outputOffsets[i] … outputOffsets[i + 1]`. */
  output: Float32Array;
  outputOffsets: Uint32Array;
  width: number;
  /** Numbers, flags and tables of the operation: see `params.ts`. */
  params: object;
}

/**
 * 'progress' with the number of finished clips, any number of times; then one of 'done', 'cancelled', 'nonFinite' with
 * the sample's index in the batch's samples, and 'failed' with a sentence.
 */
export type OnNativeEvent = (
  ...event: ['progress', number] | ['done'] | ['cancelled'] | ['nonFinite', number] | ['failed', string]
) => void;
