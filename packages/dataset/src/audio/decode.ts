import { readFile, stat } from 'node:fs/promises';
import { AudioError } from './audio-error.ts';
import { checkAudio } from './check-audio.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { readFlac } from './flac.ts';
import { readMp3 } from './mp3.ts';
import { readOgg } from './ogg.ts';
import { sniffAudio } from './sniff.ts';
import { readWav } from './wav.ts';

/**
 * Reads an audio file: WAV, FLAC, MP3, Ogg Vorbis or Opus, by what it holds and not by its name.
 *
 * @throws AudioError naming the file and what is wrong with it.
 */
export async function decodeAudioFile(
  path: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<DecodedAudio> {
  let bytes: Uint8Array;
  try {
    const info = await stat(path);
    if (info.isDirectory()) throw new AudioError(path, 'it is a folder, not an audio file');
    if (!info.isFile()) throw new AudioError(path, 'it is not a regular file');
    bytes = await readFile(path, { signal });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw unreadable(path, error);
  }
  return decodeAudio(bytes, path);
}

/**
 * Decodes the bytes of an audio file. `name` stands for it in errors.
 *
 * @throws AudioError naming the file and what is wrong with it.
 */
export async function decodeAudio(bytes: Uint8Array, name: string): Promise<DecodedAudio> {
  const audio = await READERS[sniffAudio(bytes, name)](bytes, name);
  checkAudio(audio, name);
  return audio;
}

const READERS = { wav: readWav, flac: readFlac, mp3: readMp3, ogg: readOgg };

function unreadable(path: string, error: unknown): AudioError {
  if (error instanceof AudioError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EACCES: "it can't be read: permission denied",
    ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB; cut it into shorter recordings',
  };
  return new AudioError(path, reasons[code ?? ''] ?? `it can't be read: ${message}`);
}
