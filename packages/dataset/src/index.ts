export * from './audio/index.ts';
export * from './corpora/index.ts';
export * from './default-corpus.ts';
export * from './explore/index.ts';
export * from './splits/index.ts';
export * from './store/index.ts';
export * from './types.ts';
