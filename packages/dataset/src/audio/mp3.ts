import { AudioError } from './audio-error.ts';
import { averageChannels, decodeWith } from './codec.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { checkMp3Frames } from './mp3-frames.ts';

/** What an encoder may declare as padding at both ends, at most: 12 bits each. The decoder cuts it off. */
const PADDING_LIMIT = 2 * 4095;

/**
 * Reads an MP3 file. The frames are counted first: the decoder passes over missing or damaged ones without a word.
 *
 * @throws AudioError where the file is truncated or damaged.
 */
export async function readMp3(bytes: Uint8Array, file: string): Promise<DecodedAudio> {
  const frames = checkMp3Frames(bytes, file);
  const { MPEGDecoder } = await import('mpg123-decoder');
  const { channelData, samplesDecoded, sampleRate } = await decodeWith(
    () => new MPEGDecoder(),
    (decoder) => decoder.decode(bytes.subarray(frames.start, frames.end)),
    file,
  );
  // The frame with the encoder's tag is silent, and another is lost where the first one leans on frames before it.
  const expected = (frames.count - 2) * frames.samplesPerFrame - PADDING_LIMIT;
  if (samplesDecoded < expected) {
    throw new AudioError(file, `damaged: ${frames.count} frames give ${samplesDecoded} samples only`);
  }
  // Mono comes out as two equal channels.
  const samples = frames.channels === 1 ? (channelData[0] as Float32Array) : averageChannels(channelData);
  return {
    samples,
    sampleRate,
    channels: frames.channels,
    seconds: samples.length / sampleRate,
    format: 'mp3',
  };
}
