export { createExtractor, type ExtractorOptions } from './create-extractor.ts';
