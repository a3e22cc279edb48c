#!/usr/bin/env node
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createProgress, integer, resolveUserPath, runCommand } from '@ser/cli';
import { Command } from 'commander';
import { readAudio } from './audio.ts';
import { type Contestant, compete, createContestants, type Line, largestDeviation } from './contestants.ts';
import { planFeatures } from './features.ts';
import { timeFiles } from './files.ts';
import { compareWithMeyda } from './meyda.ts';
import { runPeers } from './peers.ts';
import { type BenchResults, chart, describe } from './results.ts';

interface Options {
  corpus?: string;
  clips: number;
  threads: number;
  rounds: number;
  out: string;
}

new Command('npx nx run dsp-native:bench --')
  .description(
    'Checks that the native extractor agrees with the JavaScript one, then times both on the same audio in memory, and\n' +
      'beside Meyda; FFTs beside FFTW and resampling beside soxr where those benchmarks are built; and whole files.\n' +
      'All take turns; speeds are medians over the rounds, and ratios medians of the ratios within a round.',
  )
  .option('--corpus <folder>', 'folder of WAV files (default: data/crema-d, or synthetic speech)')
  .option('--clips <count>', 'clips, spread over the folder', integer(1), 60)
  .option('--threads <count>', 'threads of the second native column', integer(1), availableParallelism())
  .option('--rounds <count>', 'rounds for each feature', integer(1), 5)
  .option('--out <folder>', 'where bench.txt, bench.json and bench.svg go', 'runs/bench')
  .action((options: Options) => runCommand((signal) => bench(options, signal)))
  .parseAsync();

async function bench(options: Options, signal: AbortSignal): Promise<void> {
  const contestants = await createContestants(options.threads);
  const progress = createProgress('Bench', 'calls');
  try {
    const [, single] = contestants as [Contestant, Contestant];
    const fastest = contestants.at(-1) as Contestant;
    const { name, batch, files } = await readAudio(options.corpus, options.clips);
    const features = await planFeatures(batch, fastest.extractor);
    const seconds = (batch.offsets.at(-1) ?? 0) / batch.sampleRate;

    const lines: Line[] = [];
    const total = features.length * (options.rounds + 1) * contestants.length;
    let done = 0;
    for (const feature of features) {
      const onCall = () => progress.update(++done, total, feature.name);
      lines.push(await compete(feature, contestants, options.rounds, signal, onCall));
    }
    progress.stop();
    const mel = features[0]?.batch ?? batch;
    const { name: cpu, simd } = fastest.extractor.device;
    const results: BenchResults = {
      audio: `${name}: ${batch.offsets.length - 1} clips, ${seconds.toFixed(0)} s at ${batch.sampleRate} Hz`,
      machine: `${cpu}, ${simd}, Node ${process.versions.node}`,
      devices: contestants.map(({ name, extractor }) => ({ contestant: name, ...extractor.device })),
      lines,
      meyda: await compareWithMeyda(mel, single.extractor, options.rounds),
      peers: runPeers(),
      ...(files.length > 0 && { files: await timeFiles(files, fastest, signal) }),
    };
    await save(results, resolveUserPath(options.out));
    const wrong = lines.filter((line) => largestDeviation(line) > line.tolerance);
    if (wrong.length > 0) {
      const names = wrong.map(({ feature }) => feature).join(', ');
      throw new Error(`native and JavaScript results differ by more than is allowed: ${names}`);
    }
  } finally {
    progress.stop();
    for (const { extractor } of contestants) extractor.dispose();
  }
}

async function save(results: BenchResults, folder: string): Promise<void> {
  const text = describe(results);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'bench.txt'), text);
  await writeFile(join(folder, 'bench.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(folder, 'bench.svg'), chart(results));
  process.stdout.write(`${text}\nwritten to ${folder}\n`);
}
