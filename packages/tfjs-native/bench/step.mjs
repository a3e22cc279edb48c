// A training step and a forward pass of one of the networks in networks.mjs:
//   node bench/step.mjs NETWORK [--backend native|cpu] [--threads N] [--seconds S] [--profile]
// Prints a line of JSON with the shortest times by the clock and the medians in processor time. With --profile it lists
// the slowest kernels first. Build before (`npx tsc -b`, `npx cmake-js compile`).
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { register } from '../dist/index.js';
import { flopsOf, NETWORKS } from './networks.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: 'string', default: 'native' },
    threads: { type: 'string' },
    seconds: { type: 'string', default: '5' },
    profile: { type: 'boolean', default: false },
  },
});
const network = positionals[0] ?? 'small';
const { backend } = values;
if (backend === 'native') await register(values.threads ? { threads: Number(values.threads) } : {});
await tf.setBackend(backend);

const { build, batch } = NETWORKS[network];
const model = build();
const x = tf.randomNormal([batch, ...model.inputs[0].shape.slice(1)], 0, 1, 'float32', 1);
const labels = tf.oneHot(
  Array.from({ length: batch }, (_, i) => i % 6),
  6,
);
const optimizer = tf.train.adam(1e-4);
const step = () =>
  tf.tidy(
    () =>
      optimizer
        .minimize(() => tf.losses.softmaxCrossEntropy(labels, model.apply(x, { training: true })), true)
        .dataSync()[0],
  );
const forward = () => tf.tidy(() => model.predict(x).dataSync());

/** Memory for images is taken in the first step, and in the second one beside the optimizer's moments. */
function warmUp(run) {
  run();
  run();
}

/** Runs for so many seconds, and twice at least. */
function time(run, seconds) {
  warmUp(run);
  const wall = [];
  const processor = [];
  const end = performance.now() + 1000 * seconds;
  while (wall.length < 2 || performance.now() < end) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    run();
    wall.push((performance.now() - start) / 1e3);
    const used = process.cpuUsage(cpu);
    processor.push((used.user + used.system) / 1e6);
  }
  processor.sort((a, b) => a - b);
  return { wall: Math.min(...wall), processor: processor[Math.floor((processor.length - 1) / 2)] };
}

async function profile() {
  warmUp(step);
  const { kernels } = await tf.profile(() => {
    step();
    return tf.scalar(0);
  });
  const calls = await Promise.all(
    kernels.map(async ({ name, inputShapes, kernelTimeMs }) => ({
      what: `${name} ${JSON.stringify(inputShapes)}`,
      ms: await kernelTimeMs,
    })),
  );
  const total = calls.reduce((sum, { ms }) => sum + ms, 0);
  console.log(`${total.toFixed(1)} ms in ${calls.length} calls of kernels`);
  for (const { what, ms } of calls.sort((a, b) => b.ms - a.ms).slice(0, 30)) {
    console.log(`${ms.toFixed(2).padStart(9)} ms  ${what}`);
  }
}

if (values.profile) await profile();
else {
  const flops = flopsOf(model, batch);
  const seconds = Number(values.seconds);
  for (const [pass, run] of [
    ['step', step],
    ['forward', forward],
  ]) {
    const times = time(run, seconds);
    console.log(
      JSON.stringify({
        kind: 'network',
        network,
        batch,
        pass,
        backend,
        threads: Number(values.threads),
        gflop: flops[pass] / 1e9,
        ...times,
        fallbacks: tf.backend().fallbacks?.() ?? {},
      }),
    );
  }
}
