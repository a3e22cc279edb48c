// One training step and one forward pass of the small network that the README measures, on one backend:
//   node bench/step.mjs native|cpu [--threads N] [--steps N] [--profile]
// Prints a line of JSON with the shortest times. Build first (`npx tsc -b`, `npx cmake-js compile`).
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { register } from '../dist/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    threads: { type: 'string' },
    steps: { type: 'string', default: '12' },
    profile: { type: 'boolean', default: false },
  },
});
const backend = positionals[0] ?? 'native';
if (backend === 'native') await register(values.threads ? { threads: Number(values.threads) } : {});
await tf.setBackend(backend);

const BATCH = 32;
// conv1: 64·80·32 outputs of 9 products, conv2: 32·40·64 of 288, conv3: 16·20·64 of 576, dense: 64·6.
const FORWARD_FLOPS = 2 * BATCH * (64 * 80 * 32 * 9 + 32 * 40 * 64 * 288 + 16 * 20 * 64 * 576 + 64 * 6);
// Both gradients of each layer, but none for the network's input.
const STEP_FLOPS = 3 * FORWARD_FLOPS - 2 * BATCH * 64 * 80 * 32 * 9;

const convolution = (filters) => [
  tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu' }),
  tf.layers.maxPooling2d({ poolSize: 2 }),
];
const model = tf.sequential();
model.add(tf.layers.inputLayer({ inputShape: [64, 80, 1] }));
for (const layer of [
  ...convolution(32),
  ...convolution(64),
  tf.layers.conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),
])
  model.add(layer);
model.add(tf.layers.globalAveragePooling2d({}));
model.add(tf.layers.dense({ units: 6 }));

const x = tf.randomNormal([BATCH, 64, 80, 1], 0, 1, 'float32', 1);
const labels = tf.oneHot(
  Array.from({ length: BATCH }, (_, i) => i % 6),
  6,
);
const optimizer = tf.train.adam(1e-3);
const step = () =>
  optimizer
    .minimize(() => tf.losses.softmaxCrossEntropy(labels, model.apply(x, { training: true })), true)
    .dataSync();
const forward = () => tf.tidy(() => model.predict(x).dataSync());

const shortest = (run, count) => {
  let best = { ms: Number.POSITIVE_INFINITY, cpuMs: Number.POSITIVE_INFINITY };
  for (let i = 0; i < count; i++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    run();
    const ms = performance.now() - start;
    const used = process.cpuUsage(cpu);
    best = { ms: Math.min(best.ms, ms), cpuMs: Math.min(best.cpuMs, (used.user + used.system) / 1000) };
  }
  return best;
};

if (values.profile) {
  step();
  const kernels = new Map();
  for (let i = 0; i < 3; i++) {
    tf.engine().state.profiling = true;
    const { kernels: ran } = await tf.profile(() => {
      step();
      return tf.scalar(0);
    });
    for (const { name, inputShapes, kernelTimeMs } of ran) {
      const key = `${name} ${JSON.stringify(inputShapes)}`;
      const entry = kernels.get(key) ?? { ms: Number.POSITIVE_INFINITY, count: 0 };
      kernels.set(key, { ms: Math.min(entry.ms, await kernelTimeMs), count: entry.count + 1 });
    }
  }
  for (const [name, { ms, count }] of [...kernels].sort((a, b) => b[1].ms - a[1].ms).slice(0, 25)) {
    console.log(ms.toFixed(2).padStart(8), String(count / 3).padStart(3), name);
  }
}
const steps = Number(values.steps);
shortest(step, Math.min(steps, 2));
const trained = shortest(step, steps);
const predicted = shortest(forward, steps);
console.log(
  JSON.stringify({
    backend,
    stepMs: trained.ms,
    stepGflops: STEP_FLOPS / trained.ms / 1e6,
    stepGflopsPerCpuSecond: STEP_FLOPS / trained.cpuMs / 1e6,
    forwardMs: predicted.ms,
    forwardGflops: FORWARD_FLOPS / predicted.ms / 1e6,
    forwardGflopsPerCpuSecond: FORWARD_FLOPS / predicted.cpuMs / 1e6,
    fallbacks: tf.backend().fallbacks?.() ?? {},
    loss: step()[0],
  }),
);
