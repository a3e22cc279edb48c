import { AudioError } from './audio-error.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { A_LAW, MU_LAW } from './g711.ts';

/**
 * Reads a WAV file: 8 to 32-bit PCM, 32 and 64-bit float, A-law and µ-law, plain or extensible, of any rate
 * and channel count, as RIFF or RF64. Channels are averaged.
 *
 * Follows "Multimedia Programming Interface and Data Specifications 1.0" (IBM and Microsoft, 1991), Microsoft's
 * WAVEFORMATEXTENSIBLE, and EBU Tech 3306 for RF64.
 *
 * @throws AudioError where the header can't be used or the file is shorter than it says.
 */
export function readWav(bytes: Uint8Array, file: string): DecodedAudio {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { format, start, size } = findChunks(view, file);
  const frames = Math.floor(size / format.blockAlign);
  const data = new DataView(view.buffer, view.byteOffset + start, frames * format.blockAlign);
  const samples = format.channels === 1 && format.encoding === 's16' ? readS16(data) : readAny(data, format);
  return {
    samples,
    sampleRate: format.sampleRate,
    channels: format.channels,
    seconds: frames / format.sampleRate,
    format: 'wav',
  };
}

type Encoding = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64' | 'a-law' | 'mu-law';

interface WavFormat {
  encoding: Encoding;
  channels: number;
  /** Hz */
  sampleRate: number;
  /** Bytes of one sample of every channel. */
  blockAlign: number;
}

/** Sizes that writers leave in a header which they couldn't go back to: "to the end". SoX writes the third. */
const UNKNOWN_SIZES = new Set([0, 0xffff_ffff, 0x7fff_f000]);

/** Walks the chunks up to the data, of which `size` bytes are there from byte `start`. */
function findChunks(view: DataView, file: string): { format: WavFormat; start: number; size: number } {
  const riff = tag(view, 0);
  let format: WavFormat | undefined;
  let longDataSize: number | undefined;
  let position = 12;
  while (position + 8 <= view.byteLength) {
    const id = tag(view, position);
    const declared = view.getUint32(position + 4, true);
    const start = position + 8;
    const present = view.byteLength - start;
    if (id === 'data') {
      if (!format) throw new AudioError(file, 'its data chunk comes before its fmt chunk');
      const size = dataSize(view, declared, longDataSize, present, file);
      return { format, start, size };
    }
    if (declared > present) {
      throw new AudioError(
        file,
        `truncated: its '${id}' chunk declares ${bytesOf(declared)}, ${bytesOf(present)} are there`,
      );
    }
    const chunk = new DataView(view.buffer, view.byteOffset + start, declared);
    if (id === 'fmt ') format = readFormat(chunk, file);
    if (id === 'ds64' && riff !== 'RIFF') longDataSize = readLongDataSize(chunk, file);
    position = start + declared;
    // Chunks of odd size are padded with a zero byte, which some writers forget; no chunk name begins with one.
    if (declared % 2 === 1 && position < view.byteLength && view.getUint8(position) === 0) position += 1;
  }
  throw new AudioError(file, `truncated: it ends before its ${format ? 'data' : 'fmt'} chunk`);
}

function dataSize(
  view: DataView,
  declared: number,
  longDataSize: number | undefined,
  present: number,
  file: string,
): number {
  const size = declared === 0xffff_ffff && longDataSize !== undefined ? longDataSize : declared;
  // A header that was finished tells the truth: its data is empty, and what follows is other chunks.
  const finished = view.getUint32(4, true) === view.byteLength - 8;
  if (size === 0 && finished) return 0;
  if (UNKNOWN_SIZES.has(size)) return present;
  if (size > present) {
    throw new AudioError(
      file,
      `truncated: its header declares ${bytesOf(size)} of audio, ${bytesOf(present)} are there`,
    );
  }
  return size;
}

function readLongDataSize(ds64: DataView, file: string): number {
  if (ds64.byteLength < 16) {
    throw new AudioError(file, `its ds64 chunk has ${ds64.byteLength} bytes, at least 16 are needed`);
  }
  return Number(ds64.getBigUint64(8, true));
}

const PCM = 1;
const FLOAT = 3;
const ALAW = 6;
const MULAW = 7;
const EXTENSIBLE = 0xfffe;

/** Encodings by format code and bits a sample. PCM of odd widths fills the upper bits of whole bytes. */
const ENCODINGS: Record<number, (bits: number) => Encoding | undefined> = {
  [PCM]: (bits) => (['u8', 's16', 's24', 's32'] as const)[Math.ceil(bits / 8) - 1],
  [FLOAT]: (bits) => (bits === 32 ? 'f32' : bits === 64 ? 'f64' : undefined),
  [ALAW]: (bits) => (bits === 8 ? 'a-law' : undefined),
  [MULAW]: (bits) => (bits === 8 ? 'mu-law' : undefined),
};

const BYTES: Record<Encoding, number> = {
  u8: 1,
  s16: 2,
  s24: 3,
  s32: 4,
  f32: 4,
  f64: 8,
  'a-law': 1,
  'mu-law': 1,
};

const COMPRESSED: Record<number, string> = {
  2: 'Microsoft ADPCM',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  80: 'MPEG',
  85: 'MP3',
};

function readFormat(fmt: DataView, file: string): WavFormat {
  if (fmt.byteLength < 16) {
    throw new AudioError(file, `its fmt chunk has ${fmt.byteLength} bytes, at least 16 are needed`);
  }
  let code = fmt.getUint16(0, true);
  if (code === EXTENSIBLE) {
    if (fmt.byteLength < 40) {
      throw new AudioError(file, `its extensible fmt chunk has ${fmt.byteLength} bytes, 40 are needed`);
    }
    code = fmt.getUint16(24, true);
  }
  const channels = fmt.getUint16(2, true);
  const sampleRate = fmt.getUint32(4, true);
  const blockAlign = fmt.getUint16(12, true);
  const bits = fmt.getUint16(14, true);
  const encodingOf = ENCODINGS[code];
  if (!encodingOf) {
    const name = COMPRESSED[code] ?? `format code ${code}`;
    throw new AudioError(file, `its audio is ${name}; convert it to PCM`);
  }
  const encoding = encodingOf(bits);
  if (!encoding)
    throw new AudioError(file, `its header declares ${bits} bits a sample, which format ${code} hasn't`);
  if (channels === 0) throw new AudioError(file, 'its header declares no channel');
  const expected = channels * BYTES[encoding];
  if (blockAlign !== expected) {
    const layout = `${channels} × ${bits} bits`;
    throw new AudioError(
      file,
      `its header declares blocks of ${blockAlign} bytes, but ${layout} take ${expected}`,
    );
  }
  return { encoding, channels, sampleRate, blockAlign };
}

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** By far the most common kind, so read through a typed array: several times as fast as by DataView. */
function readS16(data: DataView): Float32Array {
  if (!LITTLE_ENDIAN) return readAny(data, { encoding: 's16', channels: 1, sampleRate: 0, blockAlign: 2 });
  const aligned = data.byteOffset % 2 === 0;
  const { buffer, byteOffset, byteLength } = data;
  const integers = aligned
    ? new Int16Array(buffer, byteOffset, byteLength / 2)
    : new Int16Array(buffer.slice(byteOffset, byteOffset + byteLength));
  const samples = new Float32Array(integers.length);
  for (let i = 0; i < integers.length; i++) samples[i] = (integers[i] as number) / 32_768;
  return samples;
}

const READERS: Record<Encoding, (data: DataView, at: number) => number> = {
  u8: (data, at) => (data.getUint8(at) - 128) / 128,
  s16: (data, at) => data.getInt16(at, true) / 32_768,
  s24: (data, at) => ((data.getInt8(at + 2) << 16) | data.getUint16(at, true)) / 8_388_608,
  s32: (data, at) => data.getInt32(at, true) / 2_147_483_648,
  f32: (data, at) => data.getFloat32(at, true),
  f64: (data, at) => data.getFloat64(at, true),
  'a-law': (data, at) => A_LAW[data.getUint8(at)] as number,
  'mu-law': (data, at) => MU_LAW[data.getUint8(at)] as number,
};

function readAny(data: DataView, { encoding, channels, blockAlign }: WavFormat): Float32Array {
  const read = READERS[encoding];
  const width = BYTES[encoding];
  const samples = new Float32Array(data.byteLength / blockAlign);
  for (let i = 0, at = 0; i < samples.length; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++, at += width) sum += read(data, at);
    samples[i] = sum / channels;
  }
  return samples;
}

/** Four characters, those that can't be printed as `?`. */
function tag(view: DataView, at: number): string {
  let text = '';
  for (let i = at; i < at + 4; i++) {
    const code = view.getUint8(i);
    text += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '?';
  }
  return text;
}

function bytesOf(count: number): string {
  return `${count.toLocaleString('en')} bytes`;
}
