import { fileURLToPath } from 'node:url';

// One jest project per package; `jest --selectProjects NAME` runs one of them.
const projects = {
  dsp: 'packages/dsp',
  'dsp-native': 'packages/dsp-native',
  'tfjs-native': 'packages/tfjs-native',
  dataset: 'packages/dataset',
  models: 'packages/models',
  report: 'packages/report',
  cli: 'packages/cli',
  run: 'packages/run',
  trainer: 'apps/trainer',
  evaluator: 'apps/evaluator',
  demo: 'apps/demo',
  tools: 'tools',
};

const here = fileURLToPath(new URL('.', import.meta.url));

// Dependencies published as ES modules only, which jest must translate like our own sources.
const esModules = [
  '@wasm-audio-decoders',
  'codec-parser',
  'echarts',
  'fast-png',
  'iobuffer',
  'mpg123-decoder',
  'ogg-opus-decoder',
  'opus-decoder',
  'simple-yenc',
  'zrender',
];

export default {
  // Real processes and plain JavaScript networks take their time on a busy machine.
  testTimeout: 120_000,
  projects: Object.entries(projects).map(([displayName, folder]) => ({
    displayName,
    rootDir: `<rootDir>/${folder}`,
    testMatch: ['<rootDir>/test/**/*.test.ts'],
    testEnvironment: 'node',
    transform: {
      '\\.[jt]s$': ['@swc/jest', { jsc: { target: 'es2023' }, module: { type: 'commonjs' } }],
    },
    transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
    // Our packages are tested as they stand in src; only tests of real processes use dist.
    moduleNameMapper: {
      '^@ser/([^/]+)$': `${here}packages/$1/src/index.ts`,
      '^@ser/([^/]+)/([^/]+)$': `${here}packages/$1/src/$2.ts`,
    },
  })),
};
