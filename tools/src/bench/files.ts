import { PRESETS } from '@ser/dsp';
import { extractFiles } from '@ser/dsp-native';
import type { Contestant } from './contestants.ts';

/** All WAV files of a folder through the notebook's recipe, from file names to features in memory. */
export interface FilesLine {
  files: number;
  failed: number;
  audioSeconds: number;
  seconds: number;
  /** Seconds of audio in a second. */
  realTime: number;
}

/** Best of two passes: the first one may wait for the disk. */
export async function timeFiles(
  paths: readonly string[],
  { extractor }: Contestant,
  signal: AbortSignal,
): Promise<FilesLine> {
  const passes = [await pass(), await pass()];
  return passes.reduce((best, line) => (line.seconds < best.seconds ? line : best));

  async function pass(): Promise<FilesLine> {
    const start = performance.now();
    let [failed, audioSeconds] = [0, 0];
    for await (const { files } of extractFiles(extractor, paths, PRESETS['notebook-mel'], { signal })) {
      for (const file of files) {
        if (file.error === undefined) audioSeconds += file.seconds;
        else failed++;
      }
    }
    const seconds = (performance.now() - start) / 1000;
    return { files: paths.length, failed, audioSeconds, seconds, realTime: audioSeconds / seconds };
  }
}
