export * from './check.ts';
export { labelOf, sortLabels } from './emotions.ts';
export { sortLevels } from './levels.ts';
export { CORPUS_KINDS, type CorpusKind, type LoadOptions, loadCorpus } from './load.ts';
export { AUDIO_EXTENSIONS, isAudioFile, scanAudioFiles } from './scan.ts';
