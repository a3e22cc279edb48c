import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { createExtractor } from '@ser/dsp-native';
import { longBatch } from './long-batch.mjs';

if (isMainThread) {
  let terminated = 0;
  for (const delay of [0, 1, 5, 20]) {
    const workers = [1, 2].map(() => new Worker(new URL(import.meta.url)));
    await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
    await sleep(delay);
    await Promise.all(workers.map((worker) => worker.terminate()));
    terminated += workers.length;
  }
  console.log(`terminated ${terminated} workers`);
} else {
  const extractor = await createExtractor({ device: 'cpu', threads: 2 });
  const options = { hopLength: 64, melBands: 16 };
  for (let i = 0; i < 3; i++) extractor.melSpectrogram(longBatch, options, { onProgress: () => {} });
  parentPort.postMessage('working');
}
