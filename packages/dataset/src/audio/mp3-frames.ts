import { AudioError } from './audio-error.ts';

export interface Mp3Frames {
  /** The frames' first byte, and the one after their last. */
  start: number;
  end: number;
  count: number;
  samplesPerFrame: number;
  channels: number;
}

interface Frame {
  length: number;
  samples: number;
  channels: number;
  /** What all frames of a stream have in common: version, layer and sampling rate. */
  stream: number;
}

/** Layer III by bitrate index, in kbit/s: MPEG-1, then MPEG-2 and 2.5. */
const BITRATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;

/** Hz by rate index: MPEG-1; the others have a half and a quarter. */
const RATES = [44_100, 48_000, 32_000] as const;

/**
 * Walks the frames of an MP3 file (ISO/IEC 11172-3 and 13818-3, layer III) and verifies that they stand end to
 * end, that the last is whole, and that none is missing from the number in the encoder's own header.
 */
export function checkMp3Frames(bytes: Uint8Array, file: string): Mp3Frames {
  const start = skipZeros(bytes, id3End(bytes));
  const first = readFrame(bytes, start);
  if (!first) throw new AudioError(file, `damaged or not MP3: no layer III frame at byte ${start}`);
  let count = 0;
  let end = start;
  while (end < bytes.length && !isTail(bytes, end)) {
    const frame = readFrame(bytes, end);
    if (frame?.stream !== first.stream) throw new AudioError(file, `damaged: no MP3 frame at byte ${end}`);
    if (end + frame.length > bytes.length) {
      const present = bytes.length - end;
      throw new AudioError(file, `truncated: its last frame has ${present} of ${frame.length} bytes`);
    }
    end += frame.length;
    count += 1;
  }
  const declared = declaredLength(bytes.subarray(start, start + first.length));
  if (count < declared.frames || end - start < declared.bytes) {
    const found = `${declared.frames} frames in ${declared.bytes} bytes, ${count} in ${end - start} are there`;
    throw new AudioError(file, `truncated: its header declares ${found}`);
  }
  return { start, end, count, samplesPerFrame: first.samples, channels: first.channels };
}

/** Where the ID3v2 tag at the start ends; 0 if there is none. */
export function id3End(bytes: Uint8Array): number {
  if (text(bytes, 0, 3) !== 'ID3' || bytes.length < 10) return 0;
  const [a, b, c, d] = bytes.subarray(6, 10) as unknown as [number, number, number, number];
  return 10 + ((a & 127) << 21) + ((b & 127) << 14) + ((c & 127) << 7) + (d & 127);
}

function readFrame(bytes: Uint8Array, at: number): Frame | undefined {
  const [sync, kind, rates, mode] = bytes.subarray(at, at + 4);
  if (sync !== 0xff || kind === undefined || rates === undefined || mode === undefined) return undefined;
  const version = (kind >> 3) & 3; // 0: MPEG-2.5, 2: MPEG-2, 3: MPEG-1
  const layer = (kind >> 1) & 3; // 1: III
  const bitrate = BITRATES[version === 3 ? 0 : 1][rates >> 4];
  const rate = RATES[(rates >> 2) & 3];
  if ((kind & 0xe0) !== 0xe0 || version === 1 || layer !== 1 || !bitrate || !rate) return undefined;
  const sampleRate = version === 3 ? rate : version === 2 ? rate / 2 : rate / 4;
  const samples = version === 3 ? 1152 : 576;
  const padding = (rates >> 1) & 1;
  return {
    length: Math.floor(((samples / 8) * bitrate * 1000) / sampleRate) + padding,
    samples,
    channels: mode >> 6 === 3 ? 1 : 2,
    stream: (kind & 0xfe) * 4 + ((rates >> 2) & 3),
  };
}

/**
 * What a Xing or Info header declares, 0 where it does not. It stands in the first frame, after the side information;
 * encoders count that frame in the bytes, but not all of them in the frames.
 */
function declaredLength(frame: Uint8Array): { frames: number; bytes: number } {
  const isMpeg1 = (((frame[1] as number) >> 3) & 3) === 3;
  const isMono = (frame[3] as number) >> 6 === 3;
  const at = 4 + (isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17);
  const name = text(frame, at, 4);
  if ((name !== 'Xing' && name !== 'Info') || frame.length < at + 16) return { frames: 0, bytes: 0 };
  const view = new DataView(frame.buffer, frame.byteOffset + at);
  const flags = view.getUint32(4);
  const frames = flags & 1 ? view.getUint32(8) : 0;
  const bytes = flags & 2 ? view.getUint32(flags & 1 ? 12 : 8) : 0;
  return { frames, bytes };
}

/** Tags and zeros may follow the audio. */
function isTail(bytes: Uint8Array, at: number): boolean {
  return (
    text(bytes, at, 3) === 'TAG' ||
    ['APETAGEX', 'LYRICSBE'].includes(text(bytes, at, 8)) ||
    skipZeros(bytes, at) === bytes.length
  );
}

function skipZeros(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0) at += 1;
  return at;
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.subarray(at, at + length)).toString('latin1');
}
