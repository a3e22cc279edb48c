import { AudioError } from './audio-error.ts';

export interface OggStream {
  /** The codec's identification header. */
  firstPacket: Uint8Array;
  /** Granule position of the last page: samples from the start, in the codec's counting. */
  lastPosition: number;
}

const HEADER_BYTES = 27;
const FIRST_PAGE = 2;
const LAST_PAGE = 4;

/**
 * Walks the pages of an Ogg file (RFC 3533) and verifies that it holds one stream, whole: every page with its
 * check sum, none missing, the last one marked as such.
 */
export function checkOggPages(bytes: Uint8Array, file: string): OggStream {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let firstPacket: Uint8Array | undefined;
  let serial = 0;
  let start = 0;
  for (let page = 0; ; page++) {
    const end = pageEnd(bytes, start);
    if (end === undefined)
      throw new AudioError(file, `truncated or damaged: no whole Ogg page at byte ${start}`);
    const flags = bytes[start + 5] as number;
    if (view.getUint32(start + 22, true) !== checkSum(bytes, start, end)) {
      throw new AudioError(file, `damaged: the check sum of its Ogg page at byte ${start} differs`);
    }
    if (!firstPacket) {
      firstPacket = bytes.subarray(start + HEADER_BYTES + (bytes[start + 26] as number), end);
      serial = view.getUint32(start + 14, true);
    } else if (flags & FIRST_PAGE || view.getUint32(start + 14, true) !== serial) {
      throw new AudioError(file, 'it holds several Ogg streams; keep the audio alone');
    } else if (view.getUint32(start + 18, true) !== page) {
      throw new AudioError(file, `damaged: an Ogg page is missing before byte ${start}`);
    }
    if (flags & LAST_PAGE) {
      if (pageEnd(bytes, end) !== undefined) {
        throw new AudioError(file, 'it holds several Ogg streams, one after the other; split it');
      }
      return { firstPacket, lastPosition: Number(view.getBigInt64(start + 6, true)) };
    }
    start = end;
  }
}

/** Where the page at `start` ends; undefined if no whole page is there. */
function pageEnd(bytes: Uint8Array, start: number): number | undefined {
  const isPage =
    bytes[start] === 0x4f &&
    bytes[start + 1] === 0x67 &&
    bytes[start + 2] === 0x67 &&
    bytes[start + 3] === 0x53;
  const segments = bytes[start + 26];
  if (!isPage || segments === undefined) return undefined;
  let end = start + HEADER_BYTES + segments;
  for (const length of bytes.subarray(start + HEADER_BYTES, end)) end += length;
  return end <= bytes.length ? end : undefined;
}

/** CRC-32 with the polynomial 0x04c11db7, most significant bit first, as RFC 3533 has it. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, i) => {
  let crc = i << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  return crc;
});

/** The page's CRC, its own field counted as zeros. */
function checkSum(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let at = start; at < end; at++) {
    const byte = at >= start + 22 && at < start + 26 ? 0 : (bytes[at] as number);
    crc = (crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ byte] as number);
  }
  return crc >>> 0;
}
