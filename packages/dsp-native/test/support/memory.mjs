import { createExtractor } from '@ser/dsp-native';

// Prints resident memory, in megabytes, before and after 200 calls of every kind of end.

const samples = Float32Array.from({ length: 300_000 }, (_, i) => Math.sin(i * i * 1e-6));
const batch = { samples, offsets: Uint32Array.of(0, 100_000, 300_000), sampleRate: 16_000 };
const extractor = await createExtractor({ device: 'cpu', threads: 2 });

async function call() {
  const frames = await extractor.melSpectrogram(batch, { fftSize: 512, hopLength: 128 });
  await extractor.mfcc(batch, { fftSize: 512, hopLength: 128, coefficients: 64, melBands: 64 });
  const controller = new AbortController();
  const aborted = extractor.mfcc(batch, {}, { signal: controller.signal });
  controller.abort();
  await aborted.catch(() => {});
  const passing = await createExtractor({ device: 'cpu', threads: 2 });
  passing.zcrEnergy(batch).catch(() => {});
  passing.dispose();
  return frames.data.byteLength / 2 ** 20;
}

async function residentMegabytes() {
  await new Promise((resolve) => setTimeout(resolve, 50));
  global.gc();
  return process.memoryUsage.rss() / 2 ** 20;
}

for (let i = 0; i < 30; i++) await call();
const before = await residentMegabytes();
for (let i = 0; i < 200; i++) {
  await call();
  if (i % 20 === 0) global.gc();
}
const megabytesPerCall = await call();
console.log(JSON.stringify({ before, after: await residentMegabytes(), megabytesPerCall }));
