import type { MelOptions } from './contract.ts';

/** How a clip becomes the pieces that a model sees. */
export type SegmentOptions =
  /**
   * Every clip is cut into whole pieces of `samples` samples and the rest is dropped. With `dropFirst` the
   * first sample of each piece is left out, as the notebook's slice does, so a piece has `samples - 1`.
   */
  | { kind: 'equalise'; samples: number; dropFirst?: boolean }
  /** One segment a clip: its middle `seconds`, or all of it centred between zeros. */
  | { kind: 'whole'; seconds: number }
  /** Windows of `seconds`, `hopSeconds` apart; the last one is padded with zeros. */
  | { kind: 'window'; seconds: number; hopSeconds: number };

/**
 * The road from samples to a model's features, complete: what the feature store is keyed by and what a
 * model's card carries, so that training and prediction can't drift apart.
 */
export interface FeatureRecipe {
  /** 'mel': rows of mel bands. 'wave': rows of one value: the samples, then zero crossings, then mean power. */
  features: 'mel' | 'wave';
  /** Every clip is resampled to this rate, in Hz, before it is cut. */
  sampleRate: number;
  segments: SegmentOptions;
  /** For 'mel'; its `sampleRate` is the recipe's. */
  mel?: Omit<MelOptions, 'sampleRate'>;
}
