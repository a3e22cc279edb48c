import fc from 'fast-check';
import { decodeAudio } from '../../src/audio/decode.ts';
import { DatasetError } from '../../src/types.ts';
import { chunk, type SampleKind, type WavOptions, wavBytes } from '../support/wav-bytes.ts';

const decode = (bytes: Uint8Array) => decodeAudio(bytes, 'clip.wav');
const read = (values: number[], options?: WavOptions) => decode(wavBytes(values, options));

describe('sample kinds', () => {
  const kinds: [SampleKind, stored: number[], values: number[]][] = [
    ['u8', [0, 64, 128, 255], [-1, -0.5, 0, 127 / 128]],
    ['s16', [-32_768, -1, 0, 32_767], [-1, -1 / 32_768, 0, 32_767 / 32_768]],
    ['s24', [-8_388_608, -1, 0, 4_194_304], [-1, -1 / 8_388_608, 0, 0.5]],
    ['s32', [-2_147_483_648, -65_536, 0, 1_073_741_824], [-1, -1 / 32_768, 0, 0.5]],
    ['f32', [-1, 0.25, 0, 1.5], [-1, 0.25, 0, 1.5]],
    ['f64', [-1, 0.25, 0, 1.5], [-1, 0.25, 0, 1.5]],
    ['a-law', [0xd5, 0x55, 0xaa, 0x2a], [8 / 32_768, -8 / 32_768, 32_256 / 32_768, -32_256 / 32_768]],
    ['mu-law', [0xff, 0x7f, 0x80, 0x00], [0, 0, 32_124 / 32_768, -32_124 / 32_768]],
  ];

  it.each(kinds)('%s', async (kind, stored, values) => {
    for (const extensible of [false, true]) {
      const audio = await read(stored, { kind, extensible, sampleRate: 8000 });
      expect([...audio.samples]).toEqual(values.map((value) => expect.closeTo(value, 10)));
      expect(audio).toMatchObject({ sampleRate: 8000, channels: 1, seconds: 4 / 8000, format: 'wav' });
    }
  });

  it.each(kinds)('%s, averaged over channels', async (kind, stored, [a, b, c, d]) => {
    const audio = await read(stored, { kind, channels: 2 });
    const means = [((a as number) + (b as number)) / 2, ((c as number) + (d as number)) / 2];
    expect([...audio.samples]).toEqual(means.map((value) => expect.closeTo(value, 7)));
    expect(audio.channels).toBe(2);
  });

  it('reads every 16-bit value exactly, at odd addresses too', async () => {
    const values = Array.from({ length: 65_536 }, (_, i) => i - 32_768);
    const odd = Buffer.concat([Buffer.alloc(1), wavBytes(values)]).subarray(1);
    const { samples } = await decode(odd);
    expect(samples.every((sample, i) => sample * 32_768 === values[i])).toBe(true);
  });

  it('reads 6 channels of 24 bits at 96 kHz', async () => {
    const frame = [6, 12, 18, 24, 30, 36].map((value) => value * 65_536);
    const audio = await read([...frame, ...frame], {
      kind: 's24',
      channels: 6,
      extensible: true,
      sampleRate: 96_000,
    });
    expect([...audio.samples]).toEqual([21 / 128, 21 / 128]);
    expect(audio).toMatchObject({ channels: 6, sampleRate: 96_000 });
  });
});

describe('chunks', () => {
  const list = chunk('LIST', Buffer.from('INFOISFT'));
  const others = [
    list,
    chunk('JUNK', Buffer.alloc(28)),
    chunk('bext', Buffer.alloc(602)),
    chunk('fact', Buffer.alloc(4)),
  ];

  it('passes over other chunks before and after the data', async () => {
    expect([...(await read([1, 2, 3], { before: others, after: others })).samples]).toEqual(
      [1, 2, 3].map((v) => v / 32_768),
    );
  });

  it('takes a chunk of odd size with its pad byte, and without', async () => {
    for (const pad of [true, false]) {
      const audio = await read([1, 2, 3], { before: [chunk('note', Buffer.from('odd'), 3, pad)] });
      expect(audio.samples).toHaveLength(3);
    }
  });

  it('takes odd data without its pad byte at the end', async () => {
    const bytes = wavBytes([1, 2, 3], { kind: 'u8' });
    expect((await decode(bytes.subarray(0, -1))).samples).toHaveLength(3);
  });

  it.each(['RF64', 'BW64'])('reads %s', async (riff) => {
    expect((await read([1, 2, 3], { riff, after: [list] })).samples).toHaveLength(3);
  });

  it.each([
    ['0', 0, 0],
    ['0xffffffff', 0xffff_ffff, 0xffff_ffff],
    ["SoX's", 0x7fff_f000, 0x7fff_f024],
  ])('takes what is there where a streaming writer left %s as size', async (_, declaredSize, riffSize) => {
    expect((await read([1, 2, 3], { declaredSize, riffSize })).samples).toHaveLength(3);
  });

  it('takes whole blocks of a data chunk that ends within one', async () => {
    const bytes = wavBytes([1, 2, 3, 4, 5], { channels: 2 });
    expect((await decode(bytes)).samples).toHaveLength(2);
  });
});

describe('refuses, naming file and fault', () => {
  const good = wavBytes([1, 2, 3, 4]);
  const patched = (at: number, ...values: number[]) => {
    const bytes = Buffer.from(good);
    for (const [i, value] of values.entries()) bytes[at + i] = value;
    return bytes;
  };
  const noSamples = /clip.wav: it holds no samples/;
  const cases: [string, Uint8Array, RegExp][] = [
    ['no samples', wavBytes([]), noSamples],
    [
      'no samples before another chunk',
      wavBytes([], { after: [chunk('LIST', Buffer.alloc(64))] }),
      noSamples,
    ],
    ['less than one block', wavBytes([1], { channels: 2 }).subarray(0, 46), noSamples],
    ['a NaN', wavBytes([0, 0.5, NaN], { kind: 'f32' }), /clip.wav: its sample 2 is NaN/],
    ['an infinite sample', wavBytes([0, -Infinity], { kind: 'f64' }), /sample 1 is -Infinity/],
    ['a sample beyond all scales', wavBytes([1e30, 0], { kind: 'f32' }), /sample 0 is 1\.0\d*e\+30/],
    ['a header cut at 10 bytes', good.subarray(0, 10), /truncated: it ends in its WAV header/],
    [
      'a header cut in fmt',
      good.subarray(0, 30),
      /truncated: its 'fmt ' chunk declares 16 bytes, 10 bytes are there/,
    ],
    ['a header cut before data', good.subarray(0, 40), /truncated: it ends before its data chunk/],
    ['no fmt', good.subarray(0, 16), /truncated: it ends before its fmt chunk/],
    ['data cut', good.subarray(0, 47), /truncated: its header declares 8 bytes of audio, 3 bytes are there/],
    [
      'a 3 GB header on a small file',
      wavBytes(new Array(500).fill(1), { declaredSize: 3_000_000_000 }),
      /declares 3,000,000,000 bytes of audio, 1,000 bytes are there/,
    ],
    [
      'a 3 GB chunk before the data',
      wavBytes([1], { before: [chunk('LIST', Buffer.alloc(4), 3_000_000_000)] }),
      /'LIST' chunk declares 3,000,000,000 bytes/,
    ],
    [
      'data before fmt',
      Buffer.concat([good.subarray(0, 12), chunk('data', Buffer.alloc(8))]),
      /data chunk comes before/,
    ],
    ['no channel', patched(22, 0, 0), /declares no channel/],
    ['a rate of 0', patched(24, 0, 0, 0, 0), /sampling rate of 0 Hz/],
    ['a rate of 4 GHz', patched(24, 255, 255, 255, 255), /sampling rate of 4294967295 Hz/],
    ['17 bytes a block', patched(32, 17), /blocks of 17 bytes, but 1 × 16 bits take 2/],
    ['40 bits a sample', patched(34, 40), /40 bits/],
    ['ADPCM', patched(20, 17), /IMA ADPCM; convert it to PCM/],
    ['an unknown format', patched(20, 99), /format code 99/],
    ['a short extensible header', patched(20, 0xfe, 0xff), /16 bytes, 40 are needed/],
    ['an AVI', patched(8, 65, 86, 73, 32), /not audio that can be read/],
  ];

  it.each(cases)('%s', async (_, bytes, message) => {
    const failure = decode(bytes);
    await expect(failure).rejects.toThrow(DatasetError);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow('clip.wav: ');
  });
});

describe('any bytes at all', () => {
  /** Reads, or says why not; anything else fails the test. */
  async function survives(bytes: Uint8Array): Promise<void> {
    try {
      const { samples } = await decode(bytes);
      expect(samples.length).toBeGreaterThan(0);
      expect(samples.length).toBeLessThanOrEqual(bytes.length);
    } catch (error) {
      expect(error).toBeInstanceOf(DatasetError);
    }
  }

  it('behind a WAV mark', async () => {
    const mark = Buffer.from('RIFF\0\0\0\0WAVE');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (tail) => survives(Buffer.concat([mark, tail]))),
      { numRuns: 500 },
    );
  });

  it('as changes to a good header', async () => {
    const good = wavBytes([1, -2, 3, -4], { extensible: true, before: [chunk('LIST', Buffer.from('INFO'))] });
    const change = fc.tuple(
      fc.nat(good.length - 1),
      fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 3, 6, 7, 254, 255)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), fc.nat(good.length), (changes, cut) => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        return survives(bytes.subarray(0, bytes.length - (cut % 3 === 0 ? cut : 0)));
      }),
      { numRuns: 1000 },
    );
  });
});
