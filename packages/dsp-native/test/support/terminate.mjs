import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createExtractor } from '@ser/dsp-native';
import { longBatch } from './long-batch.mjs';

if (isMainThread) {
  let terminated = 0;
  for (let delay = 0; delay < 16; delay += 2) {
    const workers = ['long', 'short'].map(
      (calls) => new Worker(new URL(import.meta.url), { workerData: calls }),
    );
    await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
    await sleep(delay);
    await Promise.all(workers.map((worker) => worker.terminate()));
    terminated += workers.length;
  }
  console.log(`terminated ${terminated} workers`);
} else {
  const extractor = await createExtractor({ device: 'cpu', threads: 2 });
  parentPort.postMessage('working');
  if (workerData === 'long') {
    // In the middle of a call: threads at work, others in line.
    const options = { hopLength: 64, melBands: 16 };
    for (let i = 0; i < 3; i++) extractor.melSpectrogram(longBatch, options, { onProgress: () => {} });
  } else {
    // In the middle of starting and ending calls.
    const samples = new Int16Array(2000).fill(1000);
    const batch = { samples, offsets: Uint32Array.of(0, 2000), sampleRate: 16_000 };
    for (;;) await Promise.all([1, 2, 3, 4].map(() => extractor.zcrEnergy(batch, { onProgress: () => {} })));
  }
}
