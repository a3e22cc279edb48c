/** Emotion codes, the same for every corpus: CREMA-D's six first, in the order that models put them out. */
export const EMOTIONS = ['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD', 'SUR', 'CAL', 'BOR'] as const;

/** One recording of a corpus. */
export interface Clip {
  /** Unique in its corpus and stable across machines: the path below the corpus folder without its extension, `/` between parts. */
  id: string;
  /** Absolute path of the audio file. */
  path: string;
  /** An {@link EMOTIONS} code, or the class's own name where the corpus is a folder a class or a manifest of other labels. */
  label: string;
  /** Who speaks; missing where the corpus does not say. */
  speaker?: string;
  /** What is spoken. */
  sentence?: string;
  sex?: 'female' | 'male';
  /** Years. */
  age?: number;
  /** Intensity as the corpus names it (CREMA-D: LO, MD, HI, XX). */
  level?: string;
  /** How many listeners took the recording alone for which label, where a corpus asked people. */
  votes?: Record<string, number>;
}

/** A clip or corpus entry that was left out, and why, in a sentence. */
export interface Problem {
  path: string;
  reason: string;
}

export interface Corpus {
  /** 'crema-d', 'ravdess', 'tess', 'savee', 'emo-db', 'demo', or the folder's name for the other two kinds. */
  name: string;
  /** Absolute path of its folder. */
  root: string;
  /** Made, not recorded: its figures say nothing of people. */
  synthetic: boolean;
  licence?: string;
  /** Who made it, as they want to be named. */
  citation?: string;
  /** Labels that occur, in {@link EMOTIONS} order, others after them by name. */
  labels: string[];
  /** Sorted by id. */
  clips: Clip[];
  skipped: Problem[];
  /** SHA-256 over ids, labels and contents; the same on every machine. */
  fingerprint: string;
}

/** An input that can't be used; the message names the file or option and says what to do. */
export class DatasetError extends Error {
  override name = 'DatasetError';
}

export type SplitKind = 'segment' | 'clip' | 'speaker' | 'speaker-sentence';

/** A segment as splits and stores count it: its clip's data and its number in the clip. */
export interface SegmentRef {
  clip: string;
  segment: number;
}

/** What stands both in training or validation and in test, as counts: the measure of leakage. */
export interface SplitAudit {
  /** Per side, how many. */
  sides: Record<
    SideName,
    { segments?: number; clips: number; speakers: number; sentences: number; labels: Record<string, number> }
  >;
  /** How many stand both in training or validation, and in test. */
  shared: { speakers: number; clips: number; sentences: number };
  /** Clips that no side took (`speaker-sentence` leaves some out). */
  leftOut: number;
  /** Where the split leaks, in plain sentences for people to read. */
  leaks?: string;
  /** Which sides lack a class, likewise. */
  gaps?: string;
}

export type SideName = 'train' | 'validation' | 'test';

export interface Split {
  kind: SplitKind;
  seed: number;
  /** Folds in all, and which one this is, from 0; 1 and 0 for a single split. */
  folds: number;
  fold: number;
  /** Keys of each side: clip ids, or `CLIP#SEGMENT` where `kind` is 'segment'. */
  train: string[];
  validation: string[];
  test: string[];
  audit: SplitAudit;
}
