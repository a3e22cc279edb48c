import { AudioError } from './audio-error.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { readFormat, tag, type WavFormat } from './wav-format.ts';
import { readSamples } from './wav-samples.ts';

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
  const samples = readSamples(data, format);
  return {
    samples,
    sampleRate: format.sampleRate,
    channels: format.channels,
    seconds: frames / format.sampleRate,
    format: 'wav',
  };
}

/** Sizes that writers leave in a header which they couldn't go back to: "to the end". SoX writes the third. */
export const UNKNOWN_SIZES = new Set([0, 0xffff_ffff, 0x7fff_f000]);

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

function bytesOf(count: number): string {
  return `${count.toLocaleString('en')} bytes`;
}
