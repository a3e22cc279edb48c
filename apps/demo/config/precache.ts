import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const WORKER = 'service-worker.js';

/** Writes into the service worker which files the page is made of, and a hash over them. Comes after all that emit files. */
export function precache(): Plugin {
  return {
    name: 'ser:precache',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, output) {
        const worker = output[WORKER];
        if (worker?.type !== 'chunk') throw new Error(`the build has no ${WORKER}`);
        const files = Object.values(output)
          // Files with an underscore are for the host.
          .filter(({ fileName }) => fileName !== WORKER && !/^_|\.map$/.test(fileName))
          .sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
        const hash = createHash('sha256').update(worker.code);
        for (const file of files)
          hash.update(file.fileName).update(file.type === 'chunk' ? file.code : file.source);
        const list = JSON.stringify({
          version: hash.digest('hex').slice(0, 16),
          files: files.map(({ fileName }) => (fileName === 'index.html' ? './' : fileName)),
        });
        const code = worker.code.replace('__PRECACHE__', () => list);
        if (code === worker.code) throw new Error(`${WORKER} does not read __PRECACHE__`);
        worker.code = code;
      },
    },
  };
}
