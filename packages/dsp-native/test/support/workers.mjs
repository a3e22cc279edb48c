import { createHash } from 'node:crypto';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { createExtractor } from '@ser/dsp-native';

if (isMainThread) {
  const hashes = await Promise.all(
    [1, 2, 3, 4].map(() => {
      const worker = new Worker(new URL(import.meta.url));
      return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    }),
  );
  if (new Set(hashes).size !== 1) throw new Error(`Workers differ: ${hashes.join(', ')}`);
  console.log(`${hashes.length} workers agree`);
} else {
  const samples = Float32Array.from({ length: 200_000 }, (_, i) => Math.sin(i * i * 1e-6));
  const batch = { samples, offsets: Uint32Array.of(0, 50_000, 200_000), sampleRate: 16_000 };
  const hash = createHash('sha256');
  for (const threads of [1, 2, 3]) {
    const extractors = await Promise.all([1, 2].map(() => createExtractor({ device: 'cpu', threads })));
    const results = await Promise.all(extractors.map((extractor) => extractor.mfcc(batch)));
    if (Buffer.compare(Buffer.from(results[0].data.buffer), Buffer.from(results[1].data.buffer)) !== 0) {
      throw new Error('Two extractors differ');
    }
    hash.update(results[0].data);
    for (const extractor of extractors) extractor.dispose();
  }
  parentPort.postMessage(hash.digest('hex'));
}
