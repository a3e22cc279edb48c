import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
export function toneWav(frequency: number, seconds: number): Buffer {
  const samples = Math.round(seconds * RATE);
  const wav = Buffer.alloc(44 + 2 * samples);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + 2 * samples, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(2 * RATE, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(2 * samples, 40);
  for (let i = 0; i < samples; i++) {
    wav.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * frequency * i) / RATE)), 44 + 2 * i);
  }
  return wav;
}
