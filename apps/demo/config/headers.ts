import type { Plugin } from 'vite';
import { HEADERS, POLICY } from './policy.ts';

/** The policy in the page itself, and all headers in a file for static hosts. */
export function headers(): Plugin {
  return {
    name: 'ser:headers',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle() {
      const lines = Object.entries(HEADERS).map(([name, value]) => `  ${name}: ${value}\n`);
      this.emitFile({ type: 'asset', fileName: '_headers', source: `/*\n${lines.join('')}` });
    },
  };
}
