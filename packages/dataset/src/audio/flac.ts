import { createHash } from 'node:crypto';
import { AudioError } from './audio-error.ts';
import { averageChannels, decodeWith } from './codec.ts';
import type { DecodedAudio } from './decoded-audio.ts';

/** The 'fLaC' mark, a block header of 4 bytes, and the STREAMINFO block of 34 that must come first. */
const STREAM_INFO = 8;
const STREAM_INFO_END = STREAM_INFO + 34;

/** Integers of more bits don't survive the decoder's float32. */
const EXACT_BITS = 24;

/**
 * Reads a native FLAC file (RFC 9639). The decoder skips what it can't read without a word, so the answer is held
 * against the sample count and the MD5 sum that the file carries.
 *
 * @throws AudioError where the file is truncated or damaged.
 */
export async function readFlac(bytes: Uint8Array, file: string): Promise<DecodedAudio> {
  if (bytes.length < STREAM_INFO_END) throw new AudioError(file, 'truncated: it ends in its FLAC header');
  const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
  const decoded = await decodeWith(
    () => new FLACDecoder(),
    (decoder) => decoder.decodeFile(bytes),
    file,
  );
  const { channelData, samplesDecoded, sampleRate, bitDepth } = decoded;
  for (const channel of channelData) rescale(channel, bitDepth);
  const info = readStreamInfo(bytes);
  if (info.samples > 0 && samplesDecoded !== info.samples) {
    const found = `${samplesDecoded} of the ${info.samples} samples that its header declares can be decoded`;
    throw new AudioError(file, `truncated or damaged: ${found}`);
  }
  if (info.md5 !== undefined && bitDepth <= EXACT_BITS && md5Of(channelData, bitDepth) !== info.md5) {
    throw new AudioError(file, 'damaged: its audio differs from the MD5 sum in its header');
  }
  return {
    samples: averageChannels(channelData),
    sampleRate,
    channels: channelData.length,
    seconds: samplesDecoded / sampleRate,
    format: 'flac',
  };
}

/** The decoder divides integers by the largest, 32,767 of 16 bits; as in WAV, they count as `value / 32768`. */
function rescale(channel: Float32Array, bitDepth: number): void {
  const scale = 2 ** (bitDepth - 1);
  for (let i = 0; i < channel.length; i++) {
    channel[i] = Math.round((channel[i] as number) * (scale - 1)) / scale;
  }
}

/** Samples a channel, 0 where the writer couldn't know; the MD5 sum is missing where it wasn't computed. */
function readStreamInfo(bytes: Uint8Array): { samples: number; md5?: string } {
  const info = Buffer.from(bytes.buffer, bytes.byteOffset + STREAM_INFO, 34);
  const samples = (info.readUInt8(13) % 16) * 2 ** 32 + info.readUInt32BE(14);
  const md5 = info.toString('hex', 18);
  return /^0+$/.test(md5) ? { samples } : { samples, md5 };
}

/** FLAC's sum is over the interleaved integers, little-endian, each in as many bytes as it needs. */
function md5Of(channels: readonly Float32Array[], bitDepth: number): string {
  const width = Math.ceil(bitDepth / 8);
  const scale = 2 ** (bitDepth - 1);
  const length = channels[0]?.length ?? 0;
  const integers = Buffer.alloc(length * channels.length * width);
  let at = 0;
  for (let i = 0; i < length; i++) {
    for (const channel of channels) {
      integers.writeIntLE((channel[i] as number) * scale, at, width);
      at += width;
    }
  }
  return createHash('md5').update(integers).digest('hex');
}
