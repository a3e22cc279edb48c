// Builds the addon with a sanitizer, apart from the usual build, and runs under it scripts that start, abort and dispose
// of extractors from several threads and workers at once, and one that calls it with spoiled arguments:
//   node sanitize/run.mjs [address] [thread]
// 'address' looks for memory errors and undefined behaviour, 'thread' for data races. Ends with 1 at the first that finds
// something, and says why where a sanitizer can't be had.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const require = createRequire(import.meta.url);
const here = join(import.meta.dirname, '..');
const compiler = process.env.CXX ?? 'g++';

/** What to check for, the runtime that Node must load first, and how it is to behave. */
const SANITIZERS = {
  address: {
    checks: 'address,undefined',
    runtime: 'libasan.so',
    // Node never frees some of its own memory; a test of this package watches the addon's.
    env: { ASAN_OPTIONS: 'detect_leaks=0', UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1' },
  },
  thread: {
    checks: 'thread',
    runtime: 'libtsan.so',
    // Node and V8 are built without it, so what they do among themselves can't be judged.
    env: { TSAN_OPTIONS: 'ignore_noninstrumented_modules=1:halt_on_error=1' },
  },
};

/** How each ends if all is well. */
const SCRIPTS = [
  { name: 'workers', command: ['test/support/workers.mjs'], expected: 0 },
  { name: 'aborts', command: ['test/support/aborts.mjs'], expected: 0 },
  { name: 'terminate', command: ['test/support/terminate.mjs'], expected: 0 },
  { name: 'exit', command: ['test/support/exit.mjs'], expected: 7 },
  { name: 'arguments', command: ['fuzz/arguments.mjs', '--seconds', '60'], expected: 0 },
];

/** The runtime's file, or null: the compiler answers with the bare name if it has none. */
function runtimeOf(name) {
  const { stdout } = spawnSync(compiler, [`-print-file-name=${name}`], { encoding: 'utf8' });
  const path = stdout?.trim();
  return path && path !== name && existsSync(path) ? path : null;
}

function build(name, checks) {
  const out = `build/sanitize-${name}`;
  const levels = process.arch === 'x64' ? ['--CDSER_SIMD_LEVELS=avx2'] : []; // and the baseline: builds take long
  const options = [
    '--out',
    out,
    ...levels,
    `--CDCMAKE_CXX_COMPILER=${compiler}`,
    `--CDSER_SANITIZE=${checks}`,
  ];
  const cmakeJs = require.resolve('cmake-js/bin/cmake-js');
  const { status } = spawnSync(process.execPath, [cmakeJs, 'compile', ...options], {
    cwd: here,
    stdio: 'inherit',
  });
  return status === 0 ? join(here, out, 'Release/dsp_native.node') : null;
}

/** Whether all is well. */
function sanitize(name) {
  const { checks, runtime, env } = SANITIZERS[name];
  const library = process.platform === 'linux' ? runtimeOf(runtime) : null;
  if (!library) {
    console.log(`${name}: skipped, for ${compiler} on this ${process.platform} machine has no ${runtime}.`);
    return true;
  }
  const addon = build(name, checks);
  if (!addon) return false;
  return SCRIPTS.every(({ name: script, command, expected }) => {
    const { status, signal } = spawnSync(process.execPath, command, {
      cwd: here,
      stdio: 'inherit',
      env: { ...process.env, ...env, LD_PRELOAD: library, DSP_NATIVE_ADDON: addon },
    });
    const sound = status === expected;
    console.log(
      `${name}: ${script}: ${sound ? 'nothing found' : `ended with ${signal ?? status}, see above`}`,
    );
    return sound;
  });
}

const { positionals } = parseArgs({ allowPositionals: true });
const names = positionals.length > 0 ? positionals : Object.keys(SANITIZERS);
const unknown = names.find((name) => !Object.hasOwn(SANITIZERS, name));
if (unknown) {
  console.error(`There is no sanitizer '${unknown}'; there are ${Object.keys(SANITIZERS).join(', ')}.`);
  process.exitCode = 1;
} else {
  process.exitCode = names.every(sanitize) ? 0 : 1;
}
