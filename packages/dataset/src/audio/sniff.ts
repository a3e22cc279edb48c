import { AudioError } from './audio-error.ts';
import { id3End } from './mp3-frames.ts';

/** Kinds that people try, by a mark near their beginning: what they are, to say so. */
const OTHER_KINDS: [at: number, mark: string, name: string][] = [
  [4, 'ftyp', 'MP4 or M4A'],
  [0, 'FORM', 'AIFF'],
  [0, '.snd', 'Sun AU'],
  [0, 'caff', 'Core Audio'],
  [0, '#!AMR', 'AMR'],
  [0, 'wvPK', 'WavPack'],
  [0, 'MAC ', "Monkey's Audio"],
  [0, '\x1aE\xdf\xa3', 'WebM or Matroska'],
  [0, '0&\xb2u', 'Windows Media'],
  [0, 'NIST_1A', 'NIST SPHERE'],
  [0, 'RIFX', 'big-endian WAV'],
  [0, '\xff\xf1', 'AAC'],
  [0, '\xff\xf9', 'AAC'],
];

/**
 * Which reader takes these bytes.
 *
 * @throws AudioError where none does, naming the kind if it is a known one.
 */
export function sniffAudio(bytes: Uint8Array, file: string): 'wav' | 'flac' | 'mp3' | 'ogg' {
  if (bytes.length === 0) throw new AudioError(file, 'it is empty');
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (/^(RIFF|RF64|BW64)/.test(head)) {
    if (head.length < 12) throw new AudioError(file, 'truncated: it ends in its WAV header');
    if (head.slice(8, 12) === 'WAVE') return 'wav';
  }
  if (head.startsWith('fLaC')) return 'flac';
  if (head.startsWith('OggS')) return 'ogg';
  const other = OTHER_KINDS.find(([at, mark]) => head.startsWith(mark, at));
  if (other) throw new AudioError(file, `it is ${other[2]}, which can't be read; convert it to WAV or FLAC`);
  if (id3End(bytes) > 0 || /^\xff[\xe2-\xff]/.test(head)) return 'mp3';
  throw new AudioError(file, 'it is not audio that can be read: WAV, FLAC, MP3, Ogg Vorbis and Opus are');
}
