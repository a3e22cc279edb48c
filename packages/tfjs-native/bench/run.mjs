// The engine beside its peers, checked before it is timed, as tables in Markdown:
//   node bench/run.mjs [--threads 1,2] [--only products,convolutions,networks] [--under COMMAND]
// Needs the addon built with its benchmark: npx cmake-js compile --CDSER_BENCH=ON. OpenBLAS and oneDNN take part if they
// are installed (Debian: libopenblas0, libdnnl-dev). --under names a command that each measurement runs under, such as
// 'taskset -c 0,1'.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { NETWORKS } from './networks.mjs';

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '1,2' },
    only: { type: 'string', default: 'products,convolutions,networks' },
    under: { type: 'string', default: '' },
  },
});
const parts = values.only.split(',');
const kernelBench = join(import.meta.dirname, '../build/kernel_bench');
const step = join(import.meta.dirname, 'step.mjs');

/** Runs a program that prints lines of JSON, and gives them. */
async function measure(...command) {
  const [file, ...args] = [...values.under.split(' ').filter(Boolean), ...command];
  // A peer's OpenMP threads would go on spinning for a while on the cores that ours need.
  const env = { ...process.env, OMP_WAIT_POLICY: 'passive' };
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const ended = once(child, 'close');
  const measurements = [];
  for await (const line of createInterface(child.stdout)) measurements.push(JSON.parse(line));
  const [code] = await ended;
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}.`);
  return measurements;
}

const measurements = [];
for (const threads of values.threads.split(',')) {
  // The rate of products is what networks are held against.
  measurements.push(...(await measure(kernelBench, 'products', threads)));
  if (parts.includes('convolutions')) {
    measurements.push(...(await measure(kernelBench, 'convolutions', threads)));
  }
  if (parts.includes('networks')) {
    for (const network of Object.keys(NETWORKS)) {
      measurements.push(...(await measure(process.execPath, step, network, '--threads', threads)));
    }
  }
}

const of = (kind) => measurements.filter((measurement) => measurement.kind === kind);
const [{ simd }] = of('peak');
const peak = Math.max(...of('peak').map(({ gflops }) => gflops));
const sgemm = (threads) =>
  of('product').find((product) => product.threads === threads && product.shape.startsWith('1024'));
const rate = ({ gflop, wall }) => gflop / wall;
const processorRate = ({ gflop, processor }) => gflop / processor;

const fixed = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : '–');
function table(titles, rows) {
  const all = [titles, ...rows.map((row) => row.map(String))];
  const widths = titles.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, i) => (/^[\d.–]+$/.test(cell) ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  console.log(['', line(titles), rule, ...all.slice(1).map(line), ''].join('\n'));
}

console.log(`${simd}; one core multiplies and adds at most ${peak.toFixed(1)} GFLOP/s.`);
console.log('GFLOP/s by the clock on the wall; in brackets per second of processor time.');
const rates = (m) => `${fixed(rate(m), 1)} (${fixed(processorRate(m), 1)})`;
const ofPeak = (m) => fixed(rate(m) / (peak * m.threads), 2);
const ofPeer = (m) => `${fixed(m.peerWall / m.wall, 2)} (${fixed(m.peerProcessor / m.processor, 2)})`;

table(
  ['product', 'threads', 'GFLOP/s', 'of peak', 'of OpenBLAS'],
  of('product').map((m) => [m.shape, m.threads, rates(m), ofPeak(m), ofPeer(m)]),
);
if (parts.includes('convolutions')) {
  const { peer } = of('convolution')[0];
  console.log(
    peer ? `Convolutions beside ${peer}.` : 'oneDNN is not installed: convolutions without a peer.',
  );
  table(
    ['network', 'images, filter / strides', 'kernel', 'threads', 'GFLOP/s', 'of peak', 'of oneDNN'],
    of('convolution').map((m) => [m.network, m.shape, m.kernel, m.threads, rates(m), ofPeak(m), ofPeer(m)]),
  );
}
if (parts.includes('networks')) {
  table(
    ['network', 'batch', 'pass', 'threads', 'ms', 'GFLOP/s', 'of sgemm 1024³'],
    of('network').map((m) => [
      m.network,
      m.batch,
      m.pass,
      m.threads,
      fixed(m.wall * 1e3, m.wall < 1 ? 1 : 0),
      rates(m),
      `${fixed(rate(m) / rate(sgemm(m.threads)), 2)} (${fixed(processorRate(m) / processorRate(sgemm(m.threads)), 2)})`,
    ]),
  );
}

const wrong = measurements.filter(({ error }) => error > 1e-3);
for (const { shape, kernel = 'product', error } of wrong)
  console.error(`${kernel} ${shape} is off by ${error}.`);
process.exitCode = wrong.length > 0 ? 1 : 0;
