/** What the page and its worker tell each other. */

export type BackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** Where a model comes from: a folder of this site, or three files that the user has picked. */
export type ModelSource =
  | { kind: 'site'; url: string }
  | { kind: 'files'; name: string; files: Record<string, ArrayBuffer> };

export type ToWorker =
  | { type: 'open'; source: ModelSource; backend: BackendName | 'auto' }
  /** Samples come through the port as `Float32Array`s; `null` ends them. */
  | { type: 'listen'; port: MessagePort; sampleRate: number }
  /** Forgets the voice that the microphone has made known. */
  | { type: 'forget' }
  | { type: 'file'; name: string; bytes: ArrayBuffer }
  | { type: 'recording'; name: string; samples: Float32Array; sampleRate: number };

/** What the page shows of a model. */
export interface ModelFacts {
  name: string;
  architecture: string;
  labels: string[];
  /** Length of what it hears at once. */
  windowSeconds: number;
  corpus: { name: string; synthetic: boolean; licence: string | null; citation: string | null };
  split: string;
  side: 'test' | 'validation';
  uar?: { value: number; interval: [number, number] | null };
  licence: string | null;
  /** Lowest and highest frequency of its bands in Hz. */
  range: [number, number];
  /** Mean of each band over all voices that it learned from; null if it hears every voice on the same scale. */
  averageVoice: number[] | null;
}

/** Rows of mel bands, in logarithms of power, `hopSeconds` apart. */
export interface MelRows {
  values: Float32Array;
  bands: number;
  hopSeconds: number;
}

/** What the model says from `start` to `end`, in seconds. */
export interface WindowAnswer {
  start: number;
  end: number;
  probabilities: number[];
}

export type FromWorker =
  | { type: 'opened'; facts: ModelFacts; backend: BackendName; refused: string[] }
  | { type: 'heard'; mel: MelRows; level: number }
  | { type: 'answer'; answer: WindowAnswer; quiet: boolean; workMs: number }
  /** What is known of the voice: how long it was heard, and the mean of each band with the average voice for a start. */
  | { type: 'voice'; seconds: number; mean: number[] }
  | { type: 'stopped' }
  | { type: 'file-mel'; name: string; mel: MelRows; seconds: number }
  | {
      type: 'file-answer';
      name: string;
      seconds: number;
      probabilities: number[];
      windows: WindowAnswer[];
      /** Milliseconds of work, and for how many windows. */
      workMs: number;
    }
  | { type: 'failed'; doing: 'opening' | 'listening' | 'reading'; message: string };
