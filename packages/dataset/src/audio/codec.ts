import { AudioError } from './audio-error.ts';

/** What the WebAssembly decoders have in common. */
interface Decoder {
  ready: Promise<void>;
  free(): void;
}

interface Decoded {
  channelData: Float32Array[];
  samplesDecoded: number;
  errors: { message: string }[];
}

/**
 * Opens a decoder, runs it over a file and frees it. A decoder tells of damage by throwing or in a list beside
 * samples with holes; either way it becomes an {@link AudioError}.
 */
export async function decodeWith<D extends Decoder, R extends Decoded>(
  open: () => D,
  run: (decoder: D) => R | Promise<R>,
  file: string,
): Promise<R> {
  let decoded: R;
  try {
    const decoder = open();
    try {
      await decoder.ready;
      decoded = await quietly(() => run(decoder));
    } finally {
      decoder.free();
    }
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
  const [first] = decoded.errors;
  if (first) throw damaged(file, first.message);
  return decoded;
}

/** The mean of all channels. */
export function averageChannels(channels: readonly Float32Array[]): Float32Array {
  const [first] = channels;
  if (!first) return new Float32Array();
  if (channels.length === 1) return first;
  const mean = new Float32Array(first.length);
  for (let i = 0; i < mean.length; i++) {
    let sum = 0;
    for (const channel of channels) sum += channel[i] as number;
    mean[i] = sum / channels.length;
  }
  return mean;
}

function damaged(file: string, message: string): AudioError {
  return new AudioError(file, `damaged: it can't be decoded (${message.trim()})`);
}

/** Some decoders print the errors that they also return. They do so before the call returns, if it is async too. */
function quietly<T>(work: () => T): T {
  const print = console.error;
  console.error = () => {};
  try {
    return work();
  } finally {
    console.error = print;
  }
}
