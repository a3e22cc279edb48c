export { createExtractor, type ExtractorOptions } from './create-extractor.ts';
export type { FileBlock, FileOutcome } from './extract-files.ts';
export type { FileRecipe } from './file-recipe.ts';
export { extractFiles, readsFiles } from './files.ts';
