export * from './audio/index.ts';
export * from './corpora/index.ts';
export * from './types.ts';
