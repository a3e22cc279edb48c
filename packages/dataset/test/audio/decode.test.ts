import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { decodeAudio, decodeAudioFile } from '../../src/audio/decode.ts';
import { DatasetError } from '../../src/types.ts';
import { wavBytes } from '../support/wav-bytes.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/audio');
const fixture = (name: string) => readFileSync(join(FIXTURES, name));

let printed: jest.SpyInstance;
beforeEach(() => {
  printed = jest.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});

describe('codecs give the signal back', () => {
  const original = decodeAudioFile(join(FIXTURES, 'chirp.wav'));

  it('FLAC, to the last bit', async () => {
    const { samples, seconds } = await original;
    const audio = await decodeAudioFile(join(FIXTURES, 'chirp.flac'));
    expect(audio).toEqual({ samples, sampleRate: 16_000, channels: 1, seconds, format: 'flac' });
  });

  it('FLAC of 24 bits in stereo, as the mean of two sines', async () => {
    const audio = await decodeAudioFile(join(FIXTURES, 'stereo-24.flac'));
    expect(audio).toMatchObject({ sampleRate: 16_000, channels: 2, seconds: 0.05, format: 'flac' });
    const sine = (hertz: number, i: number) => 0.4 * Math.sin((2 * Math.PI * hertz * i) / 16_000);
    for (const [i, sample] of audio.samples.entries()) {
      expect(sample).toBeCloseTo((sine(300, i) + sine(500, i)) / 2, 5);
    }
  });

  it.each([
    ['chirp.mp3', 'mp3'],
    ['chirp.ogg', 'vorbis'],
  ])('%s, at its own length and in step', async (name, format) => {
    const { samples } = await original;
    const audio = await decodeAudioFile(join(FIXTURES, name));
    expect(audio).toMatchObject({ sampleRate: 16_000, channels: 1, format });
    expect(audio.samples).toHaveLength(samples.length);
    expect(signalToNoise(samples, audio.samples)).toBeGreaterThan(15);
  });

  it('Opus, at 48 kHz', async () => {
    const { samples } = await original;
    const audio = await decodeAudioFile(join(FIXTURES, 'chirp.opus'));
    expect(audio).toMatchObject({ sampleRate: 48_000, channels: 1, seconds: 0.25, format: 'opus' });
    const thinned = audio.samples.filter((_, i) => i % 3 === 0);
    expect(signalToNoise(samples, thinned)).toBeGreaterThan(10);
  });
});

/** dB of the reference over its difference from `decoded`. */
function signalToNoise(reference: Float32Array, decoded: Float32Array): number {
  const energy = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);
  return (
    10 * Math.log10(energy(reference) / energy(reference.map((value, i) => value - (decoded[i] as number))))
  );
}

describe('damage never passes as fewer samples', () => {
  const names = ['chirp.wav', 'chirp.flac', 'chirp.mp3', 'chirp.ogg', 'chirp.opus'];

  it.each(names)('%s, cut anywhere', async (name) => {
    const bytes = fixture(name);
    for (let part = 1; part < 20; part++) {
      const cut = bytes.subarray(0, Math.floor((bytes.length * part) / 20));
      await expect(decodeAudio(cut, name)).rejects.toThrow(/truncated|damaged/);
    }
  });

  it.each(['chirp.flac', 'stereo-24.flac', 'chirp.ogg', 'chirp.opus'])(
    '%s, with wrong bytes',
    async (name) => {
      const bytes = fixture(name);
      const truth = await decodeAudio(bytes, name);
      const wrong = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
      const property = fc.asyncProperty(wrong, async (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of changes) changed[at] = value;
        const audio = await decodeAudio(changed, name).catch((error) => {
          expect(error).toBeInstanceOf(DatasetError);
          return truth;
        });
        expect(audio).toEqual(truth);
      });
      await fc.assert(property, { numRuns: 40 });
    },
  );

  it('an MP3 that loses its step, or a frame', async () => {
    const bytes = fixture('chirp.mp3');
    const shifted = Buffer.concat([bytes.subarray(0, 1000), bytes.subarray(1007)]);
    await expect(decodeAudio(shifted, 'chirp.mp3')).rejects.toThrow(/damaged: no MP3 frame at byte/);
    const frame = 288; // 64 kbit/s at 16 kHz
    await expect(decodeAudio(bytes.subarray(0, -frame), 'chirp.mp3')).rejects.toThrow(
      /declares 9 frames in 2880 bytes, 9 in 2592 are there/,
    );
  });

  it('an Ogg page lost, and a second stream behind the first', async () => {
    const bytes = fixture('chirp.ogg');
    const pages = [...bytes.toString('latin1').matchAll(/OggS/g)].map((match) => match.index);
    expect(pages).toHaveLength(3);
    const lost = Buffer.concat([bytes.subarray(0, pages[1]), bytes.subarray(pages[2])]);
    await expect(decodeAudio(lost, 'x.ogg')).rejects.toThrow(/page is missing/);
    await expect(decodeAudio(Buffer.concat([bytes, bytes]), 'x.ogg')).rejects.toThrow(/several Ogg streams/);
  });
});

describe('tags around the audio', () => {
  const id3 = (length: number) =>
    Buffer.concat([Buffer.from([73, 68, 51, 4, 0, 0, 0, 0, 0, length]), Buffer.alloc(length)]);

  it('MP3 between ID3v2 and ID3v1', async () => {
    const tail = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, 32)]);
    const tagged = Buffer.concat([id3(100), fixture('chirp.mp3'), tail]);
    const plain = await decodeAudio(fixture('chirp.mp3'), 'plain.mp3');
    expect((await decodeAudio(tagged, 'tagged.mp3')).samples).toEqual(plain.samples);
  });
});

describe('what is no audio', () => {
  const cases: [string, Uint8Array, RegExp][] = [
    ['nothing', Buffer.alloc(0), /it is empty/],
    [
      'text',
      Buffer.from('clip,label\n'),
      /not audio that can be read: WAV, FLAC, MP3, Ogg Vorbis and Opus are/,
    ],
    ['an M4A', Buffer.from('\0\0\0\x20ftypM4A '), /it is MP4 or M4A, which can't be read; convert it/],
    ['an AIFF', Buffer.from('FORM\0\0\0\0AIFF'), /it is AIFF/],
    ['an ID3 tag alone', Buffer.from([73, 68, 51, 4, 0, 0, 0, 0, 0, 0]), /no layer III frame at byte 10/],
    ['a FLAC mark alone', Buffer.from('fLaC'), /truncated: it ends in its FLAC header/],
    ['an Ogg mark alone', Buffer.from('OggS'), /no whole Ogg page at byte 0/],
  ];

  it.each(cases)('%s', async (_, bytes, message) => {
    await expect(decodeAudio(bytes, 'clip')).rejects.toThrow(DatasetError);
    await expect(decodeAudio(bytes, 'clip')).rejects.toThrow(message);
  });

  it('random bytes behind any mark', async () => {
    const marks = [
      '',
      'fLaC',
      'OggS\0\x02',
      'ID3\x04\0\0\0\0\0\0',
      '\xff\xfb\x90\x64',
      'RIFF\0\0\0\0WAVEfmt ',
    ];
    const property = fc.asyncProperty(
      fc.constantFrom(...marks),
      fc.uint8Array({ maxLength: 400 }),
      async (mark, tail) => {
        const failure = decodeAudio(Buffer.concat([Buffer.from(mark, 'latin1'), tail]), 'clip');
        await expect(failure).rejects.toThrow(DatasetError);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});

describe('files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'audio-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are told by what they hold, not by their name', async () => {
    const path = join(folder, 'clip.mp3');
    writeFileSync(path, wavBytes([1, 2]));
    expect((await decodeAudioFile(path)).format).toBe('wav');
  });

  it('that are missing, folders, devices or too large are named', async () => {
    const large = join(folder, 'large.wav');
    writeFileSync(large, wavBytes([1]));
    truncateSync(large, 3 * 2 ** 30); // sparse: takes no space
    const missing = join(folder, 'missing.wav');
    await expect(decodeAudioFile(missing)).rejects.toThrow(`${missing}: there is no such file`);
    await expect(decodeAudioFile(folder)).rejects.toThrow(`${folder}: it is a folder, not an audio file`);
    await expect(decodeAudioFile('/dev/null')).rejects.toThrow('/dev/null: it is not a regular file');
    await expect(decodeAudioFile(large)).rejects.toThrow(`${large}: it is larger than 2 GiB`);
  });

  it('are not read once the signal is aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(decodeAudioFile(join(FIXTURES, 'chirp.wav'), { signal })).rejects.toThrow('enough');
  });
});
