import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

// Workers that do nothing but call the addon, ended in the middle of it.
if (isMainThread) {
  const loops = ['create', 'memory', 'run'];
  for (let round = 0; round < 4; round++) {
    const workers = loops.map((loop) => new Worker(new URL(import.meta.url), { workerData: loop }));
    await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
    await sleep(5 * round);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  console.log('terminated 12 workers');
} else {
  const { loadAddon } = await import('../../dist/addon.js');
  const { Engine } = loadAddon();
  const engine = new Engine('cpu', 1, '');
  parentPort.postMessage('working');
  for (;;) {
    if (workerData === 'memory') engine.memory();
    else if (workerData === 'create') engine.release(engine.create(0, 1), true);
    else {
      try {
        engine.run(0, new Float64Array(4));
      } catch {
        // Not a call that fits; the error is made on the way.
      }
    }
  }
}
