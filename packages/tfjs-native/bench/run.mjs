// The engine beside its peers, checked before it is timed, as a table:
//   node bench/run.mjs [--rounds N]
// Needs the addon built with its benchmark: npx cmake-js compile --CDSER_BENCH=ON. OpenBLAS takes part if it is installed
// (Debian: apt-get install libopenblas0). Rates are per second of processor time, so that neighbours on the machine don't
// count.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const here = import.meta.dirname;
const run = (file, ...args) =>
  execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const step = (...args) => run(process.execPath, join(here, 'step.mjs'), ...args)[0];

const products = run(join(here, '../build/gemm_bench'), '', values.rounds);
const [peak] = products.splice(0, 1);
const failed = products.filter(({ error }) => error > 1e-4);
const number = (value, digits = 1) => value?.toFixed(digits).padStart(9) ?? '        –';

console.log(`${peak.simd}: a core multiplies and adds at most ${peak.gflops.toFixed(1)} GFLOP/s\n`);
console.log('product            threads  GFLOP/s  of peak  of OpenBLAS');
for (const { what, threads, gflopsPerCpuSecond: rate, sharePerCpuSecond } of products) {
  console.log(
    `${what.padEnd(18)} ${String(threads).padStart(7)}${number(rate)}${number(rate / peak.gflops, 2)}    ${number(sharePerCpuSecond, 2)}`,
  );
}

const sgemm = products.find(
  ({ what, threads }) => what.startsWith('1024') && threads === 1,
).gflopsPerCpuSecond;
console.log('\nsmall network, batch 32          ms  GFLOP/s  of sgemm');
for (const threads of ['1', '2']) {
  const native = step('native', '--threads', threads);
  for (const [what, ms, rate] of [
    ['training step', native.stepMs, native.stepGflopsPerCpuSecond],
    ['forward pass', native.forwardMs, native.forwardGflopsPerCpuSecond],
  ]) {
    console.log(
      `${`${what}, threads: ${threads}`.padEnd(25)}${number(ms)}${number(rate)}${number(rate / sgemm, 2)}`,
    );
  }
}
for (const { what, error } of failed) console.error(`${what} differs from OpenBLAS by ${error}.`);
process.exitCode = failed.length > 0 ? 1 : 0;
