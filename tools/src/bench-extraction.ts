#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProgress, integer, resolveUserPath, runCommand } from '@ser/cli';
import { decodeAudioFile } from '@ser/dataset';
import type { AudioBatch, FeatureExtractor } from '@ser/dsp';
import { createExtractor } from '@ser/dsp-native';
import { Command } from 'commander';

const RATE = 22_050;
const SPEECH_RATE = 16_000;

/** Shorter calls are repeated until they come to this, so that the clock's grain and one hiccup don't count. */
const LEAST_MS = 100;

/** Numbers in rows of `width`, whatever the feature. */
interface Result {
  values: ArrayLike<number>;
  width: number;
}

interface Feature {
  name: string;
  batch: AudioBatch;
  extract(extractor: FeatureExtractor, batch: AudioBatch, signal: AbortSignal): Promise<Result>;
  /** How far native results may be from JavaScript's, in parts of each row's largest value. */
  tolerance: number;
}

interface Contestant {
  name: string;
  extractor: FeatureExtractor;
}

interface Line {
  feature: string;
  samples: number;
  tolerance: number;
  /** By contestant's name; JavaScript's deviation is 0 and its ratio 1. */
  contestants: Record<string, { deviation: number; samplesPerSecond: number; ratio: number }>;
}

interface Options {
  corpus?: string;
  clips: number;
  threads: number;
  rounds: number;
  json: boolean;
}

new Command('npx nx run dsp-native:bench --')
  .description(
    'Checks that the native extractor agrees with the JavaScript one, then times both on the same clips.\n' +
      'They take turns; speeds are medians over the rounds, and ratios medians of the ratios within a round.',
  )
  .option('--corpus <folder>', 'folder of WAV files (default: data/crema-d, data/demo, or made signals)')
  .option('--clips <count>', 'clips, spread over the folder', integer(1), 60)
  .option('--threads <count>', 'threads of the second native column', integer(1), availableParallelism())
  .option('--rounds <count>', 'rounds for each feature', integer(1), 5)
  .option('--json', 'print the figures as JSON', false)
  .action((options: Options) => runCommand((signal) => bench(options, signal)))
  .parseAsync();

async function bench(options: Options, signal: AbortSignal): Promise<void> {
  const contestants = await createContestants(options.threads);
  const { name, batch } = await readClips(options);
  const features = await planFeatures(batch, contestants.at(-1) as Contestant);
  const seconds = (batch.offsets.at(-1) ?? 0) / batch.sampleRate;
  const clips = `${batch.offsets.length - 1} clips, ${seconds.toFixed(0)} s at ${batch.sampleRate} Hz`;
  if (!options.json) console.log(`${name}: ${clips}\n${describeDevices(contestants)}\n`);

  const lines: Line[] = [];
  const progress = createProgress('Bench', 'calls');
  try {
    const rounds = options.rounds + 1; // the first one checks and warms up
    const total = features.length * rounds * contestants.length;
    let done = 0;
    const onCall = (feature: Feature) => progress.update(++done, total, feature.name);
    for (const feature of features) {
      lines.push(await measure(feature, contestants, rounds, signal, onCall));
    }
  } finally {
    progress.stop();
    for (const { extractor } of contestants) extractor.dispose();
  }

  const devices = contestants.map(({ name, extractor }) => ({ contestant: name, ...extractor.device }));
  if (options.json) console.log(JSON.stringify({ corpus: name, clips, devices, lines }, null, 2));
  else console.log(`${agreementTable(lines)}\n\n${speedTable(lines, contestants)}`);
  if (lines.some(({ tolerance, contestants }) => largestDeviation(contestants) > tolerance)) {
    throw new Error('native and JavaScript results differ by more than is allowed: see the first table');
  }
}

async function createContestants(threads: number): Promise<Contestant[]> {
  const contestants = [
    { name: 'JavaScript', extractor: await createExtractor({ device: 'js' }) },
    { name: 'native ×1', extractor: await createExtractor({ device: 'cpu', threads: 1 }) },
  ];
  if (threads > 1) {
    const extractor = await createExtractor({ device: 'cpu', threads });
    contestants.push({ name: `native ×${threads}`, extractor });
  }
  return contestants;
}

/** Clips of one sampling rate, and where they come from. */
async function readClips({ corpus, clips }: Options): Promise<{ name: string; batch: AudioBatch }> {
  const folder = corpus === undefined ? defaultFolder() : resolveUserPath(corpus);
  if (folder === undefined) return { name: 'Made signals', batch: toBatch(madeClips(clips), RATE) };
  const found = (await readdir(folder, { recursive: true })).filter((path) => /\.wav$/i.test(path)).sort();
  if (found.length === 0) throw new Error(`${folder} holds no WAV files: name another folder with --corpus.`);
  const count = Math.min(clips, found.length);
  const picked = Array.from(
    { length: count },
    (_, i) => found[Math.floor((i * found.length) / count)] as string,
  );
  const audio = await Promise.all(picked.map((path) => decodeAudioFile(join(folder, path))));
  const sampleRate = audio[0]?.sampleRate ?? RATE;
  const other = picked.find((_, i) => audio[i]?.sampleRate !== sampleRate);
  if (other)
    throw new Error(
      `${other} is not sampled at ${sampleRate} Hz, as ${picked[0]} is: the clips must share a rate.`,
    );
  return {
    name: folder,
    batch: toBatch(
      audio.map(({ samples }) => samples),
      sampleRate,
    ),
  };
}

function defaultFolder(): string | undefined {
  const data = fileURLToPath(new URL('../../data/', import.meta.url));
  return ['crema-d', 'demo'].map((name) => join(data, name)).find((folder) => existsSync(folder));
}

/** Rising tones of one to three seconds. */
function madeClips(count: number): Float32Array[] {
  return Array.from({ length: count }, (_, clip) =>
    Float32Array.from({ length: RATE * (1 + (clip % 3)) }, (_, i) => 0.5 * Math.sin((0.01 + 1e-6 * i) * i)),
  );
}

function toBatch(clips: Float32Array[], sampleRate: number): AudioBatch {
  const offsets = new Uint32Array(clips.length + 1);
  for (const [i, { length }] of clips.entries()) offsets[i + 1] = (offsets[i] as number) + length;
  const samples = new Float32Array(offsets.at(-1) as number);
  for (const [i, clip] of clips.entries()) samples.set(clip, offsets[i]);
  return { samples, offsets, sampleRate };
}

/** The same clips at the notebook's rate for spectra, and at 16 kHz for resampling. */
async function planFeatures(batch: AudioBatch, { extractor }: Contestant): Promise<Feature[]> {
  const speech = await extractor.resample(batch, SPEECH_RATE);
  const audio = await extractor.resample(speech, RATE);
  return [
    {
      name: 'mel, 128 bands',
      batch: audio,
      tolerance: 1e-5,
      extract: async (extractor, batch, signal) => {
        const { data, width } = await extractor.melSpectrogram(batch, {}, { signal });
        return { values: data, width };
      },
    },
    {
      name: 'STFT, 2048 / 512',
      batch: audio,
      tolerance: 1e-5,
      extract: async (extractor, batch, signal) => {
        const { data, width } = await extractor.stft(batch, {}, { signal });
        return { values: data, width };
      },
    },
    {
      name: 'MFCC, 20',
      batch: audio,
      tolerance: 1e-5,
      extract: async (extractor, batch, signal) => {
        const { data, width } = await extractor.mfcc(batch, {}, { signal });
        return { values: data, width };
      },
    },
    {
      name: 'zero crossings, energy',
      batch: audio,
      tolerance: 1e-6,
      extract: async (extractor, batch, signal) => ({
        values: await extractor.zcrEnergy(batch, { signal }),
        width: 1,
      }),
    },
    {
      name: `resample ${SPEECH_RATE} → ${RATE}`,
      batch: speech,
      tolerance: 1e-5,
      extract: async (extractor, batch, signal) => {
        const { samples } = await extractor.resample(batch, RATE, { signal });
        return { values: samples, width: samples.length };
      },
    },
  ];
}

/** One feature in all rounds; the contestants change places from round to round. */
async function measure(
  feature: Feature,
  contestants: Contestant[],
  rounds: number,
  signal: AbortSignal,
  onCall: (feature: Feature) => void,
): Promise<Line> {
  const { name, batch, extract, tolerance } = feature;
  const samples = batch.offsets.at(-1) ?? 0;
  const deviations: number[] = [];
  let expected: Result | undefined;
  for (const { extractor } of contestants) {
    const actual = await extract(extractor, batch, signal);
    expected ??= actual;
    deviations.push(deviation(actual, expected));
    onCall(feature);
  }

  const seconds: number[][] = contestants.map(() => []);
  for (let round = 1; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const i = (round + turn) % contestants.length;
      const { extractor } = contestants[i] as Contestant;
      seconds[i]?.push(await time(() => extract(extractor, batch, signal)));
      onCall(feature);
    }
  }
  const [baseline = []] = seconds;
  return {
    feature: name,
    samples,
    tolerance,
    contestants: Object.fromEntries(
      contestants.map(({ name }, i) => {
        const own = seconds[i] as number[];
        const ratio = median(own.map((value, round) => (baseline[round] as number) / value));
        return [name, { deviation: deviations[i] as number, samplesPerSecond: samples / median(own), ratio }];
      }),
    ),
  };
}

/** Seconds that a call takes. */
async function time(call: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let calls = 1; ; calls++) {
    await call();
    const elapsed = performance.now() - start;
    if (elapsed >= LEAST_MS) return elapsed / calls / 1000;
  }
}

/** The largest difference, in parts of its row's largest value; Infinity where one result isn't comparable. */
function deviation(actual: Result, expected: Result): number {
  if (actual.values.length !== expected.values.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let row = 0; row < expected.values.length; row += expected.width) {
    let largest = 0;
    let difference = 0;
    for (let i = row; i < row + expected.width; i++) {
      const value = expected.values[i] as number;
      largest = Math.max(largest, Math.abs(value));
      difference = Math.max(difference, Math.abs(value - (actual.values[i] as number)));
    }
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    if (difference > 0) worst = Math.max(worst, difference / largest);
  }
  return worst;
}

function largestDeviation(contestants: Line['contestants']): number {
  return Math.max(...Object.values(contestants).map(({ deviation }) => deviation));
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}

function describeDevices(contestants: Contestant[]): string {
  const { name, simd } = (contestants.at(-1) as Contestant).extractor.device;
  return `${name}, ${simd}, Node ${process.versions.node}`;
}

function agreementTable(lines: Line[]): string {
  return table([
    ['agreement', 'largest deviation', 'allowed', ''],
    ...lines.map(({ feature, tolerance, contestants }) => {
      const worst = largestDeviation(contestants);
      return [
        feature,
        worst.toExponential(1),
        tolerance.toExponential(0),
        worst <= tolerance ? 'ok' : 'TOO FAR',
      ];
    }),
  ]);
}

function speedTable(lines: Line[], contestants: Contestant[]): string {
  const names = contestants.map(({ name }) => name);
  const millions = (value: number) => (value / 1e6).toFixed(value < 1e8 ? 1 : 0);
  return table([
    ['million samples/s', ...names, ...names.slice(1).map((name) => `${name} : JS`)],
    ...lines.map(({ feature, contestants }) => [
      feature,
      ...names.map((name) => millions(contestants[name]?.samplesPerSecond ?? Number.NaN)),
      ...names.slice(1).map((name) => `${contestants[name]?.ratio.toFixed(1)}`),
    ]),
  ]);
}

/** The first column to the left, the others to the right. */
function table(rows: string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
