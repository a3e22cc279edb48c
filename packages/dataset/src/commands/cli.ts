export * from '@ser/cli';
