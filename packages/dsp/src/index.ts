export * from './contract.ts';
export { dctMatrix } from './dct.ts';
export { extractRecipe, type RecipeFeatures } from './extract-recipe.ts';
export {
  checkBatch,
  checkFinite,
  clipLengths,
  countsToOffsets,
  frameCount,
  frameOffsets,
  isTooShortToReflect,
  nonFiniteSample,
  tooShortToReflect,
} from './frames.ts';
export { createJsExtractor } from './js/extractor.ts';
export { type MelFilterBank, melFilterBank } from './mel.ts';
export { allocateFloats } from './memory.ts';
export {
  checkRate,
  type ResolvedFrame,
  type ResolvedMel,
  type ResolvedMelFilters,
  type ResolvedMfcc,
  type ResolvedStft,
  resolveFrame,
  resolveMel,
  resolveMfcc,
  resolveStft,
} from './options.ts';
export { type PitchOptions, trackPitch } from './pitch.ts';
export * from './presets.ts';
export * from './recipe.ts';
export {
  designResampler,
  designSpectralResampler,
  type ResamplerDesign,
  resampledLength,
  type SpectralResamplerDesign,
} from './resampler.ts';
export { cutSegments, planSegments, type Segment, type SegmentPlan } from './segments.ts';
export { StreamResampler } from './stream-resampler.ts';
export { analysisWindow } from './windows.ts';
