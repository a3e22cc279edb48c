import { createExtractor } from '@ser/dsp-native';

// Prints resident memory, in megabytes, before and after ten thousand calls of every kind of end, and what the results of
// one of them take.

const samples = Float32Array.from({ length: 30_000 }, (_, i) => Math.sin(i * i * 1e-5));
const batch = { samples, offsets: Uint32Array.of(0, 10_000, 30_000), sampleRate: 16_000 };
const extractor = await createExtractor({ device: 'cpu', threads: 2 });

async function call(i) {
  const frames = await extractor.melSpectrogram(batch, { fftSize: 512, hopLength: 128 });
  if (i % 4 === 0) await extractor.mfcc(batch, { fftSize: 400, hopLength: 160 });
  if (i % 4 === 1) await extractor.stft(batch);
  if (i % 4 === 2) {
    const controller = new AbortController();
    const aborted = extractor.mfcc(batch, {}, { signal: controller.signal });
    controller.abort();
    await aborted.catch(() => {});
  }
  if (i % 16 === 3) {
    const passing = await createExtractor({ device: 'cpu', threads: 2 });
    passing.zcrEnergy(batch).catch(() => {});
    passing.dispose();
  }
  return frames.data.byteLength / 2 ** 20;
}

async function residentMegabytes() {
  await new Promise((resolve) => setTimeout(resolve, 50));
  global.gc();
  return process.memoryUsage.rss() / 2 ** 20;
}

let megabytesPerCall;
for (let i = 0; i < 1000; i++) megabytesPerCall = await call(i);
const before = await residentMegabytes();
for (let i = 0; i < 10_000; i++) {
  await call(i);
  if (i % 200 === 0) global.gc();
}
console.log(JSON.stringify({ before, after: await residentMegabytes(), megabytesPerCall }));
