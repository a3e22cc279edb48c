import { AudioError } from '../../src/audio/audio-error.ts';
import { readWav } from '../../src/audio/wav.ts';
import { readWavStream } from '../../src/audio/wav-stream.ts';
import { type WavOptions, wavBytes } from '../support/wav-bytes.ts';

const VALUES = Array.from({ length: 300 }, (_, i) => Math.round(20_000 * Math.sin(i / 7)));

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(bytes: Uint8Array, size: number) {
  const { pieces: samples, ...format } = await readWavStream(pieces(bytes, size), 'pipe');
  const all: number[] = [];
  for await (const piece of samples) all.push(...piece);
  return { ...format, samples: all };
}

describe('readWavStream', () => {
  const kinds: WavOptions[] = [
    {},
    { channels: 2 },
    { kind: 's24', extensible: true, sampleRate: 44_100 },
    { kind: 'f32', riff: 'RF64' },
    { before: [Buffer.from('LIST\x03\0\0\0abc\0', 'latin1')] },
  ];
  it.each(kinds)('gives what readWav gives, whatever the pieces: %o', async (options) => {
    const values = options.kind === 'f32' ? VALUES.map((value) => value / 32_768) : VALUES;
    const bytes = wavBytes(values, options);
    const whole = readWav(bytes, 'file');
    for (const size of [1, 7, 64, 100_000]) {
      const { samples, sampleRate, channels } = await readAll(bytes, size);
      expect({ sampleRate, channels }).toEqual({ sampleRate: whole.sampleRate, channels: whole.channels });
      expect(samples).toEqual([...whole.samples]);
    }
  });

  it.each([0, 0xffff_ffff, 0x7fff_f000, 0x8000_0000])(
    'goes on to the end where the header declares %i bytes',
    async (declaredSize) => {
      const { samples } = await readAll(wavBytes(VALUES, { declaredSize }), 50);
      expect(samples).toHaveLength(VALUES.length);
    },
  );

  it('gives samples as soon as they are there', async () => {
    const bytes = wavBytes(VALUES, { declaredSize: 0xffff_ffff });
    let taken = 0;
    const source = (async function* () {
      for await (const piece of pieces(bytes, 144)) {
        taken += piece.length;
        yield piece;
      }
    })();
    const { pieces: samples } = await readWavStream(source, 'pipe');
    expect((await samples.next()).value).toHaveLength(50);
    expect(taken).toBe(144);
  });

  it.each([
    [Buffer.alloc(0), 'it is empty'],
    [Buffer.from('fLaC and more than that'), 'it is not WAV'],
    [wavBytes(VALUES).subarray(0, 30), "ends in its 'fmt ' chunk"],
    [wavBytes(VALUES).subarray(0, 38), 'ends before its data chunk'],
  ])('refuses %#', async (bytes, message) => {
    const reading = readAll(bytes, 10);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(AudioError);
    await expect(reading).rejects.toThrow('pipe');
  });
});
