import { join } from 'node:path';
import { defineConfig } from 'vite';
import { bundles } from './config/bundles.ts';
import { headers } from './config/headers.ts';
import { HEADERS } from './config/policy.ts';
import { precache } from './config/precache.ts';

const here = import.meta.dirname;
const model = join(here, '../../packages/models/pretrained/compact');

export default defineConfig({
  root: here,
  // The page works from any folder of a site.
  base: './',
  resolve: {
    alias: [{ find: /^@tensorflow\/tfjs$/, replacement: join(here, 'src/worker/tfjs.ts') }],
  },
  build: {
    target: 'es2022',
    outDir: 'dist',
    modulePreload: { polyfill: false },
    // Nothing is inlined: data URIs are not in the policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2048,
    rolldownOptions: {
      input: {
        index: join(here, 'index.html'),
        'service-worker': join(here, 'src/worker/service-worker.ts'),
      },
      output: {
        entryFileNames: ({ name }) =>
          name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
  worker: { format: 'es' },
  plugins: [headers(), bundles(model, process.env.SER_MODELS), precache()],
  preview: { headers: HEADERS, port: 4173 },
});
