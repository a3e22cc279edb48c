import { object, oneOf, positive } from './checks.ts';
import { DspError, type MelOptions } from './contract.ts';
import { frameCount, isTooShortToReflect } from './frames.ts';
import { checkRate, MEL_NAMES, resolveMel } from './options.ts';
import { checkSegmentOptions, planSegments } from './segments.ts';

/** How a clip becomes the pieces that a model sees. */
export type SegmentOptions =
  /**
   * Every clip is cut into whole pieces of `samples` samples and the rest is dropped. With `dropFirst` the
   * first sample of each piece is left out, as the notebook's slice does, so a piece has `samples - 1`.
   */
  | { kind: 'equalise'; samples: number; dropFirst?: boolean }
  /** One segment a clip: its middle `seconds`, or all of it centred between zeros. */
  | { kind: 'whole'; seconds: number }
  /**
   * Windows of `seconds`, `hopSeconds` apart. The last one is padded with zeros; with `pad: false` it ends where the clip
   * does, and its features have fewer frames.
   */
  | { kind: 'window'; seconds: number; hopSeconds: number; pad?: boolean };

/**
 * The road from samples to a model's features, complete: what the feature store is keyed by and what a
 * model's card carries, so that training and prediction can't drift apart.
 */
export interface FeatureRecipe {
  /** 'mel': rows of mel bands. 'wave': rows of one value: the samples, then zero crossings, then mean power. */
  features: 'mel' | 'wave';
  /** Every clip is resampled to this rate, in Hz, before it is cut. */
  sampleRate: number;
  /**
   * How fast clips are played, pitch and all, before anything else: with 1.1 they take 0.91 of their time. Ko et
   * al., "Audio augmentation for speech recognition" (2015). Default 1.
   */
  speed?: number;
  segments: SegmentOptions;
  /** For 'mel'; its `sampleRate` is the recipe's. */
  mel?: Omit<MelOptions, 'sampleRate'>;
}

/** Checks a recipe read from elsewhere, such as a model's card. Throws a {@link DspError} that names what is wrong. */
export function checkRecipe(value: unknown): FeatureRecipe {
  const recipe = object('The recipe', value, ['features', 'sampleRate', 'speed', 'segments', 'mel']);
  const features = oneOf('features', recipe.features, ['mel', 'wave']);
  const sampleRate = checkRate('sampleRate', recipe.sampleRate);
  const speed = recipe.speed === undefined ? {} : { speed: positive('speed', recipe.speed) };
  const segments = checkSegmentOptions(recipe.segments);
  const { length } = planSegments(segments, sampleRate);
  if (features === 'wave') {
    if (recipe.mel !== undefined) throw new DspError("mel is given, but features is 'wave': leave it out.");
    return { features, sampleRate, ...speed, segments };
  }
  const names = MEL_NAMES.filter((name) => name !== 'sampleRate');
  const mel: NonNullable<FeatureRecipe['mel']> = object(
    'mel',
    recipe.mel === undefined ? {} : recipe.mel,
    names,
  );
  checkMel(mel, length, sampleRate);
  if (segments.kind === 'window' && segments.pad === false) checkAnyLength(mel, sampleRate);
  return { features, sampleRate, ...speed, segments, mel };
}

/** The rate in Hz that samples are taken to have, where a recipe plays them at another speed. */
export function playedRate(sampleRate: number, speed = 1): number {
  return Math.round(sampleRate * speed);
}

/** A recipe with its clips played at some speed. */
export function recipeAt(recipe: FeatureRecipe, speed: number): FeatureRecipe {
  return speed === 1 ? recipe : { ...recipe, speed };
}

/** Rows of features in a segment; the most there are where segments are uneven. */
export function segmentFrames(recipe: FeatureRecipe): number {
  const { features, sampleRate, segments, mel } = checkRecipe(recipe);
  const { length } = planSegments(segments, sampleRate);
  if (features === 'wave') return length + 2;
  const { fftSize, hopLength, center } = resolveMel(mel, sampleRate);
  return frameCount(length, fftSize, hopLength, center);
}

/** Checks the options, and that segments of `length` samples give frames. */
function checkMel(mel: MelOptions, length: number, sampleRate: number): void {
  const { fftSize, hopLength, center, padMode } = resolveMel(mel, sampleRate);
  const isUnreflectable = center && padMode === 'reflect' && isTooShortToReflect(length, fftSize);
  if (isUnreflectable || frameCount(length, fftSize, hopLength, center) === 0) {
    throw new DspError(`A segment has ${length} samples, which is too short for mel.fftSize, ${fftSize}.`);
  }
}

/** Checks that a segment of any length gives a frame. */
function checkAnyLength(mel: MelOptions, sampleRate: number): void {
  const { center, padMode } = resolveMel(mel, sampleRate);
  if (!center || padMode === 'reflect') {
    throw new DspError(
      "segments.pad is false, so a segment may be as short as a sample: mel.center must be true and mel.padMode 'constant'.",
    );
  }
}
