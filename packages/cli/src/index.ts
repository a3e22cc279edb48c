export * from './command.ts';
export * from './progress.ts';
export * from './user-path.ts';
