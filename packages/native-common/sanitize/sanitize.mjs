import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const compiler = process.env.CXX ?? 'g++';

/** What to check for, the runtime that Node must load first, and how it is to behave. */
const SANITIZERS = {
  address: {
    checks: 'address,undefined',
    runtime: 'libasan.so',
    // Node never frees some of its own memory; the addons' tests count what is theirs.
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

/**
 * Builds an addon with the sanitizers that the command line names (all, if none), apart from its usual build, and runs Node
 * programs under them. The exit status is 1 from the first one on that does not end as it should; where a
 * sanitizer can't be had, a line says why.
 *
 * @param {object} addon
 * @param {string} addon.folder of the package, with its CMakeLists.txt
 * @param {string} addon.file name of the built addon, such as dsp_native.node
 * @param {string} addon.variable environment variable by which the package is told to load that file
 * @param {{ name: string, command: string[], expected?: number }[]} programs arguments of Node, from the package's folder, and
 *   the exit status that is expected (default 0)
 */
export function sanitize(addon, programs) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const names = positionals.length > 0 ? positionals : Object.keys(SANITIZERS);
  const unknown = names.find((name) => !Object.hasOwn(SANITIZERS, name));
  if (unknown) {
    console.error(`There is no sanitizer '${unknown}'; there are ${Object.keys(SANITIZERS).join(', ')}.`);
    process.exitCode = 1;
    return;
  }
  process.exitCode = names.every((name) => runUnder(name, addon, programs)) ? 0 : 1;
}

/** Whether all is well. */
function runUnder(name, { folder, file, variable }, programs) {
  const { checks, runtime, env } = SANITIZERS[name];
  const library = process.platform === 'linux' ? runtimeOf(runtime) : null;
  if (!library) {
    console.log(`${name}: skipped, for ${compiler} on this ${process.platform} machine has no ${runtime}.`);
    return true;
  }
  const out = `build/sanitize-${name}`;
  if (!build(folder, out, checks)) return false;
  return programs.every(({ name: program, command, expected = 0 }) => {
    const start = performance.now();
    const { status, signal } = node(command, folder, {
      ...env,
      LD_PRELOAD: library,
      [variable]: join(folder, out, 'Release', file),
    });
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    const found = status === expected ? 'nothing found' : `ended with ${signal ?? status}, see above`;
    console.log(`${name}: ${program}: ${found} (${seconds} s)`);
    return status === expected;
  });
}

/** The runtime's file, or null: the compiler answers with the bare name if it has none. */
function runtimeOf(name) {
  const { stdout } = spawnSync(compiler, [`-print-file-name=${name}`], { encoding: 'utf8' });
  const path = stdout?.trim();
  return path && path !== name && existsSync(path) ? path : null;
}

function build(folder, out, checks) {
  const cmakeJs = createRequire(join(folder, 'package.json')).resolve('cmake-js/bin/cmake-js');
  // One set of vector instructions and the baseline: builds with sanitizers take long.
  const levels = process.arch === 'x64' ? ['--CDSER_SIMD_LEVELS=avx2'] : [];
  const options = [
    '--out',
    out,
    ...levels,
    `--CDCMAKE_CXX_COMPILER=${compiler}`,
    `--CDSER_SANITIZE=${checks}`,
  ];
  return node([cmakeJs, 'compile', ...options], folder).status === 0;
}

function node(args, cwd, env = {}) {
  const result = spawnSync(process.execPath, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (result.error) throw result.error;
  return result;
}
