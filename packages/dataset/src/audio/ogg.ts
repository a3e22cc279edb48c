import { AudioError } from './audio-error.ts';
import { averageChannels, decodeWith } from './codec.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { checkOggPages } from './ogg-pages.ts';

const VORBIS_HEAD = '\x01vorbis';
const OPUS_HEAD = 'OpusHead';

/** Opus counts its positions at this rate, whatever the rate of what was encoded. */
const OPUS_RATE = 48_000;

/**
 * Reads Vorbis or Opus (decoded at 48 kHz) in an Ogg file. The pages' check sums are verified first: the decoders
 * themselves pass over what is missing or damaged without a word.
 *
 * @throws AudioError where the file is truncated, damaged, or holds another codec.
 */
export async function readOgg(bytes: Uint8Array, file: string): Promise<DecodedAudio> {
  const { firstPacket, lastPosition } = checkOggPages(bytes, file);
  if (startsWith(firstPacket, VORBIS_HEAD)) return readVorbis(bytes, file);
  if (startsWith(firstPacket, OPUS_HEAD)) {
    // RFC 7845: the decoder's first `preSkip` samples, counted in the positions, are not part of the audio.
    const preSkip = (firstPacket[10] ?? 0) + (firstPacket[11] ?? 0) * 256;
    return readOpus(bytes, lastPosition - preSkip, file);
  }
  throw new AudioError(file, 'its Ogg stream is neither Vorbis nor Opus');
}

async function readVorbis(bytes: Uint8Array, file: string): Promise<DecodedAudio> {
  const { OggVorbisDecoder } = await import('@wasm-audio-decoders/ogg-vorbis');
  const { channelData, sampleRate } = await decodeWith(
    () => new OggVorbisDecoder(),
    (decoder) => decoder.decodeFile(bytes),
    file,
  );
  return describe(channelData, sampleRate, 'vorbis');
}

async function readOpus(bytes: Uint8Array, length: number, file: string): Promise<DecodedAudio> {
  const { OggOpusDecoder } = await import('ogg-opus-decoder');
  const { channelData } = await decodeWith(
    () => new OggOpusDecoder(),
    (decoder) => decoder.decodeFile(bytes),
    file,
  );
  // The decoder leaves `preSkip` samples too many at the end.
  const audible = channelData.map((channel) => channel.subarray(0, Math.max(0, length)));
  return describe(audible, OPUS_RATE, 'opus');
}

function describe(channelData: Float32Array[], sampleRate: number, format: 'vorbis' | 'opus'): DecodedAudio {
  const samples = averageChannels(channelData);
  return { samples, sampleRate, channels: channelData.length, seconds: samples.length / sampleRate, format };
}

function startsWith(packet: Uint8Array, head: string): boolean {
  return Buffer.from(packet.subarray(0, head.length)).toString('latin1') === head;
}
