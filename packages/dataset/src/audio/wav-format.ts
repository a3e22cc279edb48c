import { AudioError } from './audio-error.ts';

export type Encoding = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64' | 'a-law' | 'mu-law';

export interface WavFormat {
  encoding: Encoding;
  channels: number;
  /** Hz */
  sampleRate: number;
  /** Bytes of one sample of every channel. */
  blockAlign: number;
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

/**
 * Reads the body of a 'fmt ' chunk.
 *
 * @throws AudioError where the format is none that can be read.
 */
export function readFormat(fmt: DataView, file: string): WavFormat {
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

/** Four characters, those that can't be printed as `?`. */
export function tag(view: DataView, at: number): string {
  let text = '';
  for (let i = at; i < at + 4; i++) {
    const code = view.getUint8(i);
    text += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '?';
  }
  return text;
}
