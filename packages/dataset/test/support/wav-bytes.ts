/** Writes WAV files of every kind, right and wrong, for tests. */

export type SampleKind = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64' | 'a-law' | 'mu-law';

export interface WavOptions {
  kind?: SampleKind;
  sampleRate?: number;
  channels?: number;
  /** WAVE_FORMAT_EXTENSIBLE rather than the plain format code. */
  extensible?: boolean;
  /** 'RIFF', or 'RF64' with its ds64 chunk. */
  riff?: string;
  /** What the data chunk declares, if not its true size. */
  declaredSize?: number;
  /** What the RIFF header declares, if not the true size. */
  riffSize?: number;
  /** Chunks before the data, and after it. */
  before?: Uint8Array[];
  after?: Uint8Array[];
}

const CODES: Record<SampleKind, [code: number, bits: number]> = {
  u8: [1, 8],
  s16: [1, 16],
  s24: [1, 24],
  s32: [1, 32],
  f32: [3, 32],
  f64: [3, 64],
  'a-law': [6, 8],
  'mu-law': [7, 8],
};

/** A WAV file of raw `values`, interleaved: integers as the kind stores them, or floats. */
export function wavBytes(values: ArrayLike<number>, options: WavOptions = {}): Uint8Array {
  const { kind = 's16', sampleRate = 16_000, channels = 1, extensible = false, riff = 'RIFF' } = options;
  const [code, bits] = CODES[kind];
  const blockAlign = (channels * bits) / 8;
  const fmt = Buffer.alloc(extensible ? 40 : 16);
  fmt.writeUInt16LE(extensible ? 0xfffe : code, 0);
  fmt.writeUInt16LE(channels, 2);
  fmt.writeUInt32LE(sampleRate, 4);
  fmt.writeUInt32LE((sampleRate * blockAlign) >>> 0, 8);
  fmt.writeUInt16LE(blockAlign, 12);
  fmt.writeUInt16LE(bits, 14);
  if (extensible) {
    fmt.writeUInt16LE(22, 16);
    fmt.writeUInt16LE(bits, 18);
    fmt.writeUInt16LE(code, 24);
    fmt.write('000000001000800000aa00389b71', 26, 'hex');
  }
  const data = sampleBytes(values, kind);
  const ds64 = Buffer.alloc(28);
  ds64.writeBigUInt64LE(BigInt(data.length), 8);
  const isLong = riff !== 'RIFF';
  const body = Buffer.concat([
    ...(isLong ? [chunk('ds64', ds64)] : []),
    chunk('fmt ', fmt),
    ...(options.before ?? []),
    chunk('data', data, options.declaredSize ?? (isLong ? 0xffff_ffff : data.length)),
    ...(options.after ?? []),
  ]);
  const head = Buffer.alloc(12);
  head.write(riff, 0);
  head.writeUInt32LE(options.riffSize ?? (isLong ? 0xffff_ffff : body.length + 4), 4);
  head.write('WAVE', 8);
  return Buffer.concat([head, body]);
}

/** A chunk with its pad byte, unless `pad` says that the writer forgot it. */
export function chunk(id: string, data: Uint8Array, declared = data.length, pad = true): Uint8Array {
  const head = Buffer.alloc(8);
  head.write(id, 0);
  head.writeUInt32LE(declared, 4);
  return Buffer.concat([head, data, Buffer.alloc(pad ? data.length % 2 : 0)]);
}

function sampleBytes(values: ArrayLike<number>, kind: SampleKind): Buffer {
  const width = CODES[kind][1] / 8;
  const bytes = Buffer.alloc(values.length * width);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (kind === 'f32') bytes.writeFloatLE(value, i * 4);
    else if (kind === 'f64') bytes.writeDoubleLE(value, i * 8);
    else if (width === 1) bytes.writeUInt8(value, i);
    else bytes.writeIntLE(value, i * width, width);
  }
  return bytes;
}
