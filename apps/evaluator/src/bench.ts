#!/usr/bin/env node
import { integer, positiveNumber, resolveUserPath, runCommand } from '@ser/cli';
import { type Bundle, chooseBackend, extractSegments, loadBundle, predictRecording } from '@ser/models';
import { type Extractor, openExtractor } from '@ser/run';
import { Command } from 'commander';
import { addDeviceOptions, type DeviceOptions, pretrainedModel } from './options.ts';

interface Flags extends DeviceOptions {
  model?: string;
  seconds: number;
  runs: number;
}

const program = new Command('npx nx run evaluator:bench --')
  .description('Times the way from audio to label, for one clip at a time.')
  .option('--model <folder>', 'model bundle (default: packages/models/pretrained/compact)')
  .option('--seconds <length>', 'of the clip, which is noise', positiveNumber, 3)
  .option('--runs <count>', 'how often', integer(1), 200);

addDeviceOptions(program).action((flags: Flags) => runCommand((signal) => bench(flags, signal)));

async function bench({ model, seconds, runs, ...device }: Flags, signal: AbortSignal): Promise<void> {
  console.log((await chooseBackend(device)).line);
  const bundle = await loadBundle(model === undefined ? pretrainedModel() : resolveUserPath(model));
  const extractor = await openExtractor(device.device, device.threads ?? null);
  try {
    const { sampleRate } = bundle.card.recipe;
    const samples = Float32Array.from(
      { length: Math.round(seconds * sampleRate) },
      () => Math.random() - 0.5,
    );
    const recording = { samples, sampleRate };
    const features = await measure(runs, signal, () => extractFeatures(bundle, extractor, recording));
    const whole = await measure(runs, signal, () => predictRecording(bundle, extractor, recording));
    console.log(`${bundle.card.name}, a clip of ${seconds} s, ${runs} times:`);
    for (const [what, times] of Object.entries({ 'audio to features': features, 'audio to label': whole })) {
      const at = (share: number) => times[Math.floor(share * (times.length - 1))]?.toFixed(2);
      console.log(`${what.padEnd(18)} median ${at(0.5)} ms, 95 % within ${at(0.95)} ms`);
    }
  } finally {
    extractor.dispose();
    bundle.dispose();
  }
}

function extractFeatures(
  bundle: Bundle,
  extractor: Extractor,
  { samples, sampleRate }: { samples: Float32Array; sampleRate: number },
): Promise<unknown> {
  return extractSegments(bundle, extractor, {
    samples,
    offsets: Uint32Array.of(0, samples.length),
    sampleRate,
  });
}

/** Milliseconds of each run, the shortest first; what is slow only at first is not counted. */
async function measure(runs: number, signal: AbortSignal, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let run = -10; run < runs; run++) {
    signal.throwIfAborted();
    const start = performance.now();
    await work();
    if (run >= 0) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

await program.parseAsync();
