import { type CallOptions, DspError, type FeatureExtractor } from '@ser/dsp';
import type { FileBlock } from './extract-files.ts';
import type { FileRecipe } from './file-recipe.ts';
import { NativeExtractor } from './native-extractor.ts';

/** Whether {@link extractFiles} can be called with this extractor: those in C++ read files, 'js' doesn't. */
export function readsFiles(extractor: FeatureExtractor): boolean {
  return extractor instanceof NativeExtractor;
}

/**
 * Features straight from WAV files (PCM of 8 to 32 bits or float, any rate, channels averaged), in blocks of some
 * files, in the order of `paths`. While the extractor works at one block, the files of the next are read; no more than a
 * few are ever in memory, whatever the number of files, and each file as a whole. A file that can't be used is told of
 * in its block's `files`, and doesn't end the call. `call.onProgress` counts files.
 *
 * What a recipe gives is what `extractRecipe` of @ser/dsp gives for the same samples.
 *
 * @throws DspError for an unsound recipe, a sampling rate that can't be brought to the recipe's, or an extractor that
 * reads no files.
 */
export function extractFiles(
  extractor: FeatureExtractor,
  paths: readonly string[],
  recipe: FileRecipe,
  call?: CallOptions,
): AsyncGenerator<FileBlock> {
  if (!(extractor instanceof NativeExtractor)) {
    throw new DspError("An extractor of device 'js' reads no files: create one with device 'cpu' or 'cuda'.");
  }
  return extractor.extractFiles(paths, recipe, call);
}
