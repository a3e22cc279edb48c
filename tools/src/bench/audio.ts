import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveUserPath } from '@ser/cli';
import { decodeAudioFile } from '@ser/dataset';
import type { AudioBatch } from '@ser/dsp';
import { makeClip, planClips } from '../demo-corpus/clips.ts';
import { SAMPLE_RATE } from '../demo-corpus/synthesizer.ts';

/** What is timed: clips of one rate, and the files that they are from, if any. */
export interface BenchAudio {
  name: string;
  batch: AudioBatch;
  /** All WAV files of the folder. */
  files: string[];
}

/** Synthetic speech, so that a fresh clone has something to time, or `count` clips spread over a folder. */
export async function readAudio(corpus: string | undefined, count: number): Promise<BenchAudio> {
  const folder = corpus === undefined ? defaultFolder() : resolveUserPath(corpus);
  return folder === undefined ? makeAudio(count) : readFolder(folder, count);
}

function makeAudio(count: number): BenchAudio {
  const plan = planClips({ seed: 1, speakers: Math.ceil(count / 17), sentences: 2 }).slice(0, count);
  const clips = plan.map((clip) => Float32Array.from(makeClip(1, clip), (x) => x / 32_768));
  return { name: 'Synthetic speech', batch: toBatch(clips, SAMPLE_RATE), files: [] };
}

async function readFolder(folder: string, count: number): Promise<BenchAudio> {
  const names = (await readdir(folder, { recursive: true })).filter((path) => /\.wav$/i.test(path)).sort();
  if (names.length === 0) throw new Error(`${folder} holds no WAV files: name another folder with --corpus.`);
  const files = names.map((name) => join(folder, name));
  const taken = Math.min(count, files.length);
  const picked = Array.from(
    { length: taken },
    (_, i) => files[Math.floor((i * files.length) / taken)] as string,
  );
  const audio = await Promise.all(picked.map((path) => decodeAudioFile(path)));
  const sampleRate = audio[0]?.sampleRate ?? SAMPLE_RATE;
  const other = picked.find((_, i) => audio[i]?.sampleRate !== sampleRate);
  if (other) {
    throw new Error(
      `${other} is not sampled at ${sampleRate} Hz, as ${picked[0]} is: the clips must share a rate.`,
    );
  }
  const clips = audio.map(({ samples }) => samples);
  return { name: folder, batch: toBatch(clips, sampleRate), files };
}

function defaultFolder(): string | undefined {
  const folder = fileURLToPath(new URL('../../../data/crema-d', import.meta.url));
  return existsSync(folder) ? folder : undefined;
}

function toBatch(clips: Float32Array[], sampleRate: number): AudioBatch {
  const offsets = new Uint32Array(clips.length + 1);
  for (const [i, { length }] of clips.entries()) offsets[i + 1] = (offsets[i] as number) + length;
  const samples = new Float32Array(offsets.at(-1) as number);
  for (const [i, clip] of clips.entries()) samples.set(clip, offsets[i]);
  return { samples, offsets, sampleRate };
}
