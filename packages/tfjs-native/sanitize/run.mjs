// Builds the addon with a sanitizer, apart from the usual build, and runs under it what uses the addon most:
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
const root = join(here, '../..');
const compiler = process.env.CXX ?? 'g++';

/** What to check for, the runtime that Node must load first, and how it is to behave. */
const SANITIZERS = {
  address: {
    checks: 'address,undefined',
    runtime: 'libasan.so',
    // Node never frees some of its own memory; the tests count the addon's.
    env: {
      ASAN_OPTIONS: 'detect_leaks=0:allocator_may_return_null=1:quarantine_size_mb=16',
      UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
    },
  },
  thread: {
    checks: 'thread',
    runtime: 'libtsan.so',
    // Node and V8 are built without it, so what they do among themselves can't be judged.
    env: { TSAN_OPTIONS: 'ignore_noninstrumented_modules=1:halt_on_error=1:allocator_may_return_null=1' },
  },
};

const RUNS = {
  "TensorFlow.js's own tests": ['conformance/run.mjs', '--threads', '3'],
  'tests of this package': [
    require.resolve('jest/bin/jest'),
    '--config',
    join(root, 'jest.config.js'),
    '--selectProjects',
    'tfjs-native',
    '-i',
  ],
};

function run(command, args, options) {
  const { status, error } = spawnSync(command, args, { cwd: here, stdio: 'inherit', ...options });
  if (error) throw error;
  return status === 0;
}

/** The runtime's file, or null: the compiler answers with the bare name if it has none. */
function runtimeOf(name) {
  const { stdout } = spawnSync(compiler, [`-print-file-name=${name}`], { encoding: 'utf8' });
  const path = stdout?.trim();
  return path && path !== name && existsSync(path) ? path : null;
}

function sanitize(name) {
  const { checks, runtime, env } = SANITIZERS[name];
  const library = process.platform === 'linux' ? runtimeOf(runtime) : null;
  if (!library) {
    console.log(`${name}: skipped, for ${compiler} on this ${process.platform} machine has no ${runtime}.`);
    return true;
  }
  const out = `build/sanitize-${name}`;
  const options = ['--out', out, `--CDCMAKE_CXX_COMPILER=${compiler}`, `--CDSER_SANITIZE=${checks}`];
  const cmakeJs = require.resolve('cmake-js/bin/cmake-js');
  if (!run(process.execPath, [cmakeJs, 'compile', ...options, '--CDSER_SIMD_LEVELS=avx2'])) return false;
  const addon = join(here, out, 'Release/tfjs_native.node');
  return Object.entries(RUNS).every(([title, args]) => {
    const start = performance.now();
    const found = !run(process.execPath, args, {
      env: { ...process.env, ...env, LD_PRELOAD: library, TFJS_NATIVE_ADDON: addon },
    });
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.log(
      `${name}: ${title}: ${found ? 'something is wrong, see above' : 'nothing found'} (${seconds} s)`,
    );
    return !found;
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
