import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AudioBatch } from '../../src/index.ts';

const folder = join(import.meta.dirname, '../../fixtures/golden');

/** One of librosa's answers, as the manifest describes it. */
export interface GoldenCase {
  file: string;
  shape: number[];
  dtype: 'float32' | 'float64';
  /** The call that made it. */
  what: string;
  /** Name of the WAV file that went in; the filters have none. */
  signal?: string;
  options?: Record<string, unknown>;
}

export function goldenCases(): GoldenCase[] {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')).cases;
}

/** The values of a case, checked against the shape and type that the manifest promises. */
export function readGolden({ file, shape, dtype }: GoldenCase): number[] {
  const bytes = readFileSync(join(folder, file));
  const headerEnd = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, headerEnd);
  const descr = dtype === 'float32' ? '<f4' : '<f8';
  const dimensions = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  for (const part of [`'descr': '${descr}'`, "'fortran_order': False", `'shape': ${dimensions}`]) {
    if (!header.includes(part)) throw new Error(`${file} lacks ${part} in ${header}`);
  }
  const size = dtype === 'float32' ? 4 : 8;
  const values = Array.from({ length: (bytes.length - headerEnd) / size }, (_, i) =>
    size === 4 ? bytes.readFloatLE(headerEnd + 4 * i) : bytes.readDoubleLE(headerEnd + 8 * i),
  );
  if (values.length !== shape.reduce((a, b) => a * b)) throw new Error(`${file} is cut short`);
  return values;
}

/** A signal as a batch of one clip of 16-bit samples. */
export function readSignal(name: string): AudioBatch {
  const bytes = readFileSync(join(folder, `${name}.wav`));
  // A canonical header: 16-bit mono PCM, the samples from byte 44 on.
  if (bytes.toString('latin1', 36, 40) !== 'data') throw new Error(`${name}.wav has an unknown header`);
  const length = bytes.readUInt32LE(40) / 2;
  const samples = Int16Array.from({ length }, (_, i) => bytes.readInt16LE(44 + 2 * i));
  return { samples, offsets: Uint32Array.of(0, length), sampleRate: bytes.readUInt32LE(24) };
}
