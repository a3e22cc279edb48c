export * from './audio/index.ts';
