import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeatureExtractor } from '@ser/dsp';
import { createExtractor, extractFiles } from '@ser/dsp-native';
import fc from 'fast-check';
import { decodeAudio } from '../../src/audio/decode.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { chunk, type SampleKind, type WavOptions, wavBytes } from '../support/wav-bytes.ts';

// The reader in C++ against the one here: the same samples, and the same files refused.

const folder = useTempFolder();
let extractor: FeatureExtractor;
beforeAll(async () => {
  extractor = await createExtractor({ device: 'cpu', threads: 2 });
});
afterAll(() => extractor.dispose());

/** A file's samples as the native reader sees them, or its error. */
async function readNatively(bytes: Uint8Array, length: number, sampleRate: number) {
  const path = join(folder(), 'clip.wav');
  await writeFile(path, bytes);
  const recipe = { features: 'wave', sampleRate, segments: { kind: 'equalise', samples: length } } as const;
  for await (const { files, frames } of extractFiles(extractor, [path], recipe)) {
    return files[0]?.error ?? frames.data.slice(0, length);
  }
  return 'no block';
}

async function expectSame(bytes: Uint8Array): Promise<void> {
  const decoded = await decodeAudio(bytes, 'clip.wav').catch((error: Error) => error.message);
  if (typeof decoded === 'string') {
    expect(typeof (await readNatively(bytes, 1, 8000))).toBe('string');
  } else {
    const { samples, sampleRate } = decoded;
    const native = await readNatively(bytes, samples.length, sampleRate);
    expect(Buffer.from((native as Float32Array).buffer)).toEqual(
      Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
    );
  }
}

const kinds: SampleKind[] = ['u8', 's16', 's24', 's32', 'f32', 'f64'];
const ranges: Partial<Record<SampleKind, number>> = { u8: 255, s16: 2 ** 15, s24: 2 ** 23, s32: 2 ** 31 };

const wav = fc
  .record({
    kind: fc.constantFrom(...kinds),
    channels: fc.integer({ min: 1, max: 4 }),
    frames: fc.integer({ min: 1, max: 300 }),
    sampleRate: fc.constantFrom(8000, 16_000, 44_100),
    extensible: fc.boolean(),
    riff: fc.constantFrom('RIFF', 'RF64', 'BW64'),
    declaredSize: fc.constantFrom(undefined, undefined, 0, 0xffff_ffff, 0x7fff_f000),
    list: fc.option(fc.tuple(fc.nat(9), fc.boolean())),
    seed: fc.nat(),
  })
  .map(({ kind, channels, frames, list, seed, declaredSize, ...options }) => {
    const range = ranges[kind];
    const values = Array.from({ length: channels * frames }, (_, i) => {
      const x = Math.sin((i + seed) * 12.9898) * 0.99;
      if (range === undefined) return x;
      return kind === 'u8' ? Math.round((x + 1) * 127) : Math.round(x * range);
    });
    const before = list ? [chunk('LIST', Buffer.alloc(list[0], 7), list[0], list[1])] : [];
    const all: WavOptions = { ...options, kind, channels, before };
    return wavBytes(values, declaredSize === undefined ? all : { ...all, declaredSize });
  });

it('reads the same samples, bit for bit', () =>
  fc.assert(fc.asyncProperty(wav, expectSame), { numRuns: 80 }));

it('refuses what is refused here, and reads the rest alike, wherever bytes are changed or cut', () =>
  fc.assert(
    fc.asyncProperty(
      wav,
      fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 2 }),
      fc.option(fc.nat(200)),
      async (bytes, changes, cut) => {
        const damaged = Buffer.from(cut === null ? bytes : bytes.subarray(0, bytes.length - cut));
        for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
        // A-law and µ-law are read here alone, and so is what is no WAV file.
        const isWav = /^(RIFF|RF64|BW64)....WAVE/s.test(damaged.toString('latin1'));
        if (!isWav || [6, 7].some((code) => damaged.includes(Buffer.of(code, 0)))) return;
        await expectSame(damaged);
      },
    ),
    { numRuns: 200 },
  ));

it('names a sample that is no number', async () => {
  const bytes = wavBytes([0, 0.5, Number.NaN, 0], { kind: 'f32' });
  expect(await readNatively(bytes, 4, 16_000)).toMatch(/clip\.wav: its sample 2 is -?nan; samples are/i);
  await expectSame(wavBytes([0, 1e12], { kind: 'f32' }));
});
