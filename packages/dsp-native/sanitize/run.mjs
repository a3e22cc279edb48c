// Runs under sanitizers scripts that start, abort and dispose of extractors from several threads and workers at once, and
// one that calls the addon with spoiled arguments:
//   node sanitize/run.mjs [address] [thread]
import { join } from 'node:path';
import { sanitize } from '@ser/native-common/sanitize';

sanitize(
  {
    folder: join(import.meta.dirname, '..'),
    file: 'dsp_native.node',
    variable: 'DSP_NATIVE_ADDON',
  },
  [
    { name: 'workers', command: ['test/support/workers.mjs'] },
    { name: 'aborts', command: ['test/support/aborts.mjs'] },
    { name: 'terminate', command: ['test/support/terminate.mjs'] },
    { name: 'exit', command: ['test/support/exit.mjs'], expected: 7 },
    { name: 'arguments', command: ['fuzz/arguments.mjs', '--seconds', '60'] },
  ],
);
