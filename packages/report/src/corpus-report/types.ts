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

/** What is measured of one clip's speech. */
export interface ClipVoice {
  label: string;
  sex?: string;
  /** RMS in dB below full scale; missing where the clip is silent. */
  loudness?: number;
  /** Median fundamental frequency in Hz; missing where too little is voiced. */
  pitch?: number;
}

export interface NamedClip {
  id: string;
  label: string;
}

/** Recordings that a model should perhaps not learn from. */
export interface CorpusFaults {
  /** Each a group of two or more with the same samples. */
  duplicates: NamedClip[][];
  silent: NamedClip[];
  /** With the share of samples that stand near full scale, several in a row. */
  clipped: (NamedClip & { share: number })[];
  /** A few of all these. */
  examples: CorpusExample[];
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
  /** One for each clip. */
  voices: ClipVoice[];
  faults: CorpusFaults;
  examples: CorpusExample[];
  skipped: { path: string; reason: string }[];
}
