import type { CorpusExample } from '../corpus-report/types.ts';

/** How many of what stands on one side of a split. */
export interface SideCounts {
  segments?: number;
  clips: number;
  speakers: number;
  sentences: number;
  labels: Record<string, number>;
}

export interface RunSplit {
  kind: string;
  seed: number;
  /** From 0. */
  fold: number;
  folds: number;
  audit: {
    sides: Record<'train' | 'validation' | 'test', SideCounts>;
    /** How many stand both in training or validation, and in test. */
    shared: { speakers: number; clips: number; sentences: number };
    leftOut: number;
    /** Plain sentences where the split leaks. */
    leaks?: string;
    /** Plain sentences where a side lacks a class. */
    gaps?: string;
  };
}

export interface RunEpoch {
  epoch: number;
  loss: number;
  accuracy: number;
  validation: { loss: number; accuracy: number; uar: number } | null;
  learningRate?: number;
  seconds: number;
}

export interface GroupFigures {
  uar: number;
  accuracy: number;
  support: number;
}

/** Null where the class has no clips, since then nothing can be said. */
export interface ClassFigures {
  precision: number | null;
  recall: number | null;
  f1: number | null;
  support: number;
}

/** Figures on the test side; shares are from 0 to 1. */
export interface RunEvaluation {
  level: 'clip';
  accuracy: number;
  uar: number;
  macroF1: number;
  /** Expected calibration error. */
  ece: number;
  labels: string[];
  /** True classes as rows, predicted ones as columns. */
  confusion: number[][];
  perClass: Record<string, ClassFigures>;
  /** 95 % intervals, and what was drawn anew to bootstrap them: 'speaker' or 'clip'. */
  ci: { uar: [number, number]; accuracy: [number, number]; unit?: string };
  groups: Record<string, Record<string, GroupFigures>>;
  reliability?: { confidence: number; accuracy: number; count: number }[];
  segment?: { accuracy: number; uar: number; macroF1: number };
  /** Where the model also knows the voices by other clips: by 'ten', by 'neutral' ones, by 'all' or another name. */
  knownVoice?: Record<string, { accuracy: number; uar: number; macroF1: number; ece: number }>;
  /** People who heard the same clips: single votes, and the label with the most votes of each clip. */
  people?: { votes: number; single: PeopleShares; majority: PeopleShares };
  /** The corpus evaluated on, where it is not the run's own. */
  corpus?: string;
  /** Judged clips that were in training or validation too. */
  trainedOn?: number;
  /** Clips that no figure counts, by reason or by label. */
  notScored?: Record<string, number>;
}

export interface PeopleShares {
  accuracy: number;
  uar: number;
}

/** A clip that the model had wrong, and surely so. */
export interface HardClip {
  id: string;
  /** What is true, and what the model took it for. */
  label: string;
  predicted: string;
  /** In the order of the evaluation's labels. */
  probabilities: number[];
  /** To look at and listen to; missing where its file can't be read any more. */
  sound?: CorpusExample;
}

/** One training and, once there is one, its evaluation. */
export interface RunReport {
  name: string;
  /** Date and time as they are to be shown. */
  created: string;
  model: { name: string; parameters: number; description?: string };
  corpus: {
    name: string;
    /** Made, not recorded. */
    synthetic: boolean;
    clips: number;
    labels: string[];
    licence?: string;
    skipped: { path: string; reason: string }[];
  };
  split: RunSplit;
  history: RunEpoch[];
  bestEpoch?: number;
  evaluation?: RunEvaluation;
  /** Hardest first. */
  hardest?: HardClip[];
  /** Nested plain values, shown as they are. */
  config: unknown;
  environment: unknown;
}
