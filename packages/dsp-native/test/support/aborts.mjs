import { setTimeout as sleep } from 'node:timers/promises';
import { createExtractor } from '@ser/dsp-native';

// Extractors that work at once; some calls are aborted, some extractors disposed of, in the middle of their work. What is
// left to finish must come to the same result each time.

const samples = Float32Array.from({ length: 400_000 }, (_, i) => Math.sin(i * i * 1e-6));
const batch = { samples, offsets: Uint32Array.of(0, 1000, 150_000, 400_000), sampleRate: 16_000 };
const calls = {
  mel: (extractor, call) => extractor.melSpectrogram(batch, { output: 'db' }, call),
  stft: (extractor, call) => extractor.stft(batch, { fftSize: 400, hopLength: 160 }, call),
  mfcc: (extractor, call) => extractor.mfcc(batch, { fftSize: 512, hopLength: 128 }, call),
  resample: (extractor, call) => extractor.resample(batch, 22_050, call),
};

const expected = {};
let aborted = 0;
let finished = 0;
for (let round = 0; round < 6; round++) {
  const extractors = await Promise.all(
    [1, 2, 3].map((threads) => createExtractor({ device: 'cpu', threads })),
  );
  const disposal = sleep(2 * round).then(() => extractors[2].dispose());
  await Promise.all(
    extractors.flatMap((extractor) =>
      Object.entries(calls).map(async ([name, call], i) => {
        const controller = new AbortController();
        const abort = i % 2 === round % 2 && sleep(round + i).then(() => controller.abort());
        const result = await call(extractor, { signal: controller.signal, onProgress: () => {} }).catch(
          () => null,
        );
        await abort;
        if (result === null) {
          aborted++;
          return;
        }
        finished++;
        const bytes = Buffer.from((result.data ?? result.samples).buffer);
        expected[name] ??= bytes;
        if (bytes.compare(expected[name]) !== 0) throw new Error(`${name} gave another result than before`);
      }),
    ),
  );
  await disposal;
  for (const extractor of extractors) extractor.dispose();
}
if (aborted === 0 || finished === 0) throw new Error(`${aborted} calls were aborted, ${finished} finished`);
console.log('calls that were not aborted agree');
