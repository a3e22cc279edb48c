import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

const script = `
  const { parentPort, workerData } = require('node:worker_threads');
  (async () => {
    const tf = require('@tensorflow/tfjs');
    const { register } = await import(workerData.index);
    await register({ threads: 2 });
    await tf.setBackend('native');
    const x = tf.reshape(tf.linspace(-1, 1, 8 * 12 * 12 * 3), [8, 12, 12, 3]);
    const filter = tf.variable(tf.reshape(tf.linspace(-0.5, 0.5, 3 * 3 * 3 * 16), [3, 3, 3, 16]));
    const optimizer = tf.train.adam(0.01);
    for (let i = 0; i < 30; i++) optimizer.minimize(() => tf.mean(tf.square(tf.sub(tf.relu(tf.conv2d(x, filter, 1, 'same')), 1))));
    parentPort.postMessage(Array.from(filter.dataSync()));
  })();
`;

function train(): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const index = new URL('../dist/index.js', import.meta.url).href;
    const worker = new Worker(script, { eval: true, workerData: { index } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

it('runs in several workers at once, each with its own tensors, to the same result', async () => {
  const [first, ...others] = await Promise.all([train(), train(), train()]);
  expect(first?.every(Number.isFinite)).toBe(true);
  for (const weights of others) expect(weights).toEqual(first);
});

it('may be terminated in the middle of a call, and the process goes on', async () => {
  const script = join(import.meta.dirname, 'support/terminate.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  expect(stdout).toBe('terminated 12 workers\n');
});
