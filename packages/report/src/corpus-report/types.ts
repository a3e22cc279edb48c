/** How many clips of each label. */
export type LabelCounts = Record<string, number>;

export interface CorpusSpeaker {
  id: string;
  sex?: string;
  /** Years. */
  age?: number;
  counts: LabelCounts;
}

/** A clip to look at and listen to. */
export interface CorpusExample {
  id: string;
  label: string;
  speaker?: string;
  seconds: number;
  /** In Hz. */
  sampleRate: number;
  /** Mono samples at that rate, in [-1, 1]. */
  waveform: Float32Array | number[];
  mel: {
    /** Decibels or logarithms, time-major: `frames` rows of `bands` values. */
    values: Float32Array | number[];
    frames: number;
    bands: number;
    /** Lowest and highest frequency, in Hz. */
    fMin: number;
    fMax: number;
    /** Length that the frames cover. */
    seconds: number;
    /** Default 'slaney'. */
    melScale?: 'slaney' | 'htk';
  };
  /** A whole WAV file; without it there is nothing to play. */
  wavBase64?: string;
}

/** What a corpus holds. */
export interface CorpusReport {
  name: string;
  /** Its folder, as it is to be shown. */
  root?: string;
  /** Made, not recorded. */
  synthetic: boolean;
  licence?: string;
  clips: number;
  labels: string[];
  /** Of all clips together. */
  seconds: number;
  counts: LabelCounts;
  /** Per sex and per level, in the order in which they are to be shown; empty where the corpus does not say. */
  bySex: Record<string, LabelCounts>;
  byLevel: Record<string, LabelCounts>;
  speakers: CorpusSpeaker[];
  /** Of each clip, in seconds. */
  lengths: number[];
  /** How many clips have each rate in Hz. */
  sampleRates?: Record<number, number>;
  examples: CorpusExample[];
  skipped: { path: string; reason: string }[];
}
