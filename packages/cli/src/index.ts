export * from './command.ts';
export * from './parsers.ts';
export * from './progress.ts';
export * from './user-path.ts';
