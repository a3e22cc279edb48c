import { AudioError } from './audio-error.ts';
import { UNKNOWN_SIZES } from './wav.ts';
import { readFormat, tag, type WavFormat } from './wav-format.ts';
import { readSamples } from './wav-samples.ts';

/** WAV that comes in pieces, as from a pipe or a recorder. */
export interface WavStream {
  /** Hz */
  sampleRate: number;
  /** How many channels it has; `pieces` hold their mean. */
  channels: number;
  /** Mono samples, as they come. */
  pieces: AsyncGenerator<Float32Array>;
}

/** Chunks before the data hold names and dates; a larger one means that this is no WAV. */
const LARGEST_CHUNK = 1_000_000;

/**
 * Reads WAV as it comes; resolves once the header is there. The stream may end at any sample, whatever the header
 * declares: recorders can't know how long they will be let run.
 *
 * @param name stands for it in errors
 * @throws AudioError where the header can't be used.
 */
export async function readWavStream(bytes: AsyncIterable<Uint8Array>, name: string): Promise<WavStream> {
  const reader = new ByteReader(bytes);
  const riff = await reader.take(12);
  if (riff.byteLength === 0) throw new AudioError(name, 'it is empty');
  if (riff.byteLength < 12 || !/^(RIFF|RF64|BW64)$/.test(tag(riff, 0)) || tag(riff, 8) !== 'WAVE') {
    throw new AudioError(name, 'it is not WAV: only WAV can be read as it comes');
  }
  let format: WavFormat | undefined;
  for (;;) {
    const header = await reader.take(8);
    if (header.byteLength < 8) {
      throw new AudioError(name, `truncated: it ends before its ${format ? 'data' : 'fmt'} chunk`);
    }
    const [id, size] = [tag(header, 0), header.getUint32(4, true)];
    if (id === 'data') {
      if (!format) throw new AudioError(name, 'its data chunk comes before its fmt chunk');
      const { sampleRate, channels } = format;
      return { sampleRate, channels, pieces: readPieces(reader, format, size) };
    }
    if (size > LARGEST_CHUNK) {
      throw new AudioError(name, `its '${id}' chunk declares ${size} bytes before any audio`);
    }
    const body = await reader.take(size);
    if (body.byteLength < size) throw new AudioError(name, `truncated: it ends in its '${id}' chunk`);
    if (id === 'fmt ') format = readFormat(body, name);
    if (size % 2 === 1) await reader.skipZero();
  }
}

async function* readPieces(
  reader: ByteReader,
  format: WavFormat,
  declared: number,
): AsyncGenerator<Float32Array> {
  let left = UNKNOWN_SIZES.has(declared) ? Number.POSITIVE_INFINITY : declared;
  for (;;) {
    const data = await reader.takeBlocks(format.blockAlign, left);
    if (data.byteLength === 0) return;
    left -= data.byteLength;
    yield readSamples(data, format);
  }
}

/** Bytes of a stream, by the number. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #bytes = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next `count` bytes; fewer where the stream ends. */
  async take(count: number): Promise<DataView> {
    while (this.#bytes.length < count && (await this.#more()));
    return this.#cut(count);
  }

  /** Whole blocks of `size` bytes, at least one and at most `most` bytes; none at the end. */
  async takeBlocks(size: number, most: number): Promise<DataView> {
    while (this.#bytes.length < size && (await this.#more()));
    const count = Math.min(this.#bytes.length, most);
    return this.#cut(count - (count % size));
  }

  /** Passes over a byte of padding, which some writers forget; no chunk name begins with zero. */
  async skipZero(): Promise<void> {
    if (this.#bytes.length === 0) await this.#more();
    if (this.#bytes[0] === 0) this.#cut(1);
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#source.next();
    if (done) return false;
    const joined = new Uint8Array(this.#bytes.length + value.length);
    joined.set(this.#bytes);
    joined.set(value, this.#bytes.length);
    this.#bytes = joined;
    return true;
  }

  #cut(count: number): DataView {
    const cut = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return new DataView(cut.buffer, cut.byteOffset, cut.byteLength);
  }
}
