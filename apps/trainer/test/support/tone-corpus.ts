import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWav } from '@ser/dataset';

const EMOTIONS = ['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD'];
const RATE = 16_000;

export interface ToneCorpusOptions {
  speakers?: number;
  sentences?: readonly string[];
  emotions?: readonly string[];
}

/**
 * Writes a tiny corpus in CREMA-D's layout: each emotion is a tone of its own height, each speaker a small
 * shift of it, so that a network learns it in a few steps.
 */
export function writeToneCorpus(folder: string, options: ToneCorpusOptions = {}): string {
  const { speakers = 8, sentences = ['IEO'], emotions = EMOTIONS } = options;
  mkdirSync(join(folder, 'AudioWAV'), { recursive: true });
  for (let speaker = 1; speaker <= speakers; speaker++) {
    for (const sentence of sentences) {
      for (const emotion of emotions) {
        const frequency = 200 * 1.5 ** EMOTIONS.indexOf(emotion) * (1 + speaker / 100);
        const name = `${1000 + speaker}_${sentence}_${emotion}_XX.wav`;
        writeFileSync(join(folder, 'AudioWAV', name), toneWav(frequency, 0.5 + speaker / 50));
      }
    }
  }
  return folder;
}

/** A tone as 16-bit mono WAV at 16 kHz. */
export function toneWav(frequency: number, seconds: number): Uint8Array {
  const omega = (2 * Math.PI * frequency) / RATE;
  const samples = Float32Array.from(
    { length: Math.round(seconds * RATE) },
    (_, i) => 0.25 * Math.sin(omega * i),
  );
  return encodeWav(samples, RATE);
}
