import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FeatureExtractor } from '@ser/dsp';
import { batchOf, noise } from '../../dsp/test/support/signals.ts';
import type { NativeAddon, NativeEngine, NativeJob, NativeOperation } from '../src/addon.ts';
import { loadAddon } from '../src/load-addon.ts';
import { NativeExtractor } from '../src/native-extractor.ts';

// What the addon does with arguments that src/ never hands over.

type Method = Exclude<NativeOperation, 'recipe'>;
// biome-ignore lint/suspicious/noExplicitAny: what is spoiled has any type
type Spoilable = Record<string, any>;

let engine: NativeEngine;
beforeAll(() => {
  engine = new (loadAddon('cpu').Engine)('cpu', 2, '');
});
afterAll(() => engine.dispose());

const batch = batchOf([noise(700), noise(900, 2)]);
const CALLS: Record<Method, (extractor: FeatureExtractor) => Promise<unknown>> = {
  stft: (extractor) => extractor.stft(batch, { fftSize: 256 }),
  melSpectrogram: (extractor) => extractor.melSpectrogram(batch, { fftSize: 256, melBands: 8 }),
  mfcc: (extractor) => extractor.mfcc(batch, { fftSize: 256, melBands: 8, coefficients: 4 }),
  frameZeroCrossingRate: (extractor) => extractor.frameZeroCrossingRate(batch, { frameLength: 256 }),
  frameRms: (extractor) => extractor.frameRms(batch, { frameLength: 256 }),
  zcrEnergy: (extractor) => extractor.zcrEnergy(batch),
  resample: (extractor) => extractor.resample(batch, 8000),
};

/** The job that src/ makes of a call. */
async function jobOf(call: (extractor: FeatureExtractor) => Promise<unknown>): Promise<NativeJob> {
  let recorded: NativeJob | undefined;
  const recorder = {
    start(_operation: NativeOperation, job: NativeJob, onEvent: (kind: 'done') => void) {
      recorded = job;
      queueMicrotask(() => onEvent('done'));
      return 1;
    },
  };
  const addon = { Engine: Object.assign(function Engine() {}, { prototype: recorder }) };
  await call(new NativeExtractor(addon as unknown as NativeAddon, 'cpu', 1));
  return structuredClone(recorded!);
}

function run(operation: NativeOperation, job: object): Promise<unknown[]> {
  return new Promise((resolve) => {
    engine.start(operation, job as NativeJob, (...event) => event[0] !== 'progress' && resolve(event));
  });
}

const refused: [what: string, Method, spoil: (job: Spoilable) => void, message: string][] = [
  ['no params', 'stft', (job) => delete job.params, 'params that are no object'],
  [
    'rows of fewer clips',
    'frameRms',
    (job) => {
      job.outputOffsets = job.outputOffsets.slice(0, 2);
      job.output = job.output.slice(0, job.outputOffsets[1]);
    },
    'outputOffsets that don',
  ],
  [
    'rows that the clips have no frames for',
    'frameZeroCrossingRate',
    (job) => job.offsets.fill(0),
    'outputOffsets that don',
  ],
  [
    'rows too narrow',
    'melSpectrogram',
    (job) => {
      job.width = 1;
      job.output = job.output.slice(0, job.outputOffsets.at(-1));
    },
    "a width that isn't the operation's",
  ],
  [
    'a width that wraps around to an empty output',
    'stft',
    (job) => {
      job.width = 2 ** 50;
      job.outputOffsets = Uint32Array.of(0, 0, 2 ** 14);
      job.output = new Float32Array(0);
    },
    'an output of the wrong size',
  ],
  [
    'no mel bands',
    'mfcc',
    ({ params }) => {
      for (const table of ['starts', 'lengths', 'weights']) params[table] = params[table].slice(0, 0);
    },
    "mel filters that don't fit",
  ],
  [
    'frames that no memory holds',
    'frameRms',
    ({ params }) => {
      params.frameLength = 2 ** 40;
    },
    'frameLength out of range',
  ],
  [
    'a hop that passes 64 bits',
    'stft',
    ({ params }) => {
      params.hopLength = 2 ** 53 - 1;
    },
    'hopLength out of range',
  ],
  [
    'a table with NaN',
    'mfcc',
    ({ params }) => {
      params.dct[3] = Number.NaN;
    },
    'dct that aren',
  ],
  [
    'a power that is no exponent',
    'melSpectrogram',
    ({ params }) => {
      params.power = Number.NaN;
    },
    'power out of range',
  ],
  [
    'an output of no known kind',
    'melSpectrogram',
    ({ params }) => {
      params.output = Symbol('db');
    },
    'an unknown output',
  ],
  [
    'no rows to go between',
    'resample',
    ({ params }) => {
      Object.assign(params, { phases: 0, interpolated: true, spectral: undefined });
      params.coefficients = params.coefficients.slice(0, params.taps);
    },
    'a resampling filter of the wrong size',
  ],
  [
    'as many taps as wrap around to no coefficients',
    'resample',
    ({ params }) => {
      Object.assign(params, { up: 2 ** 12, phases: 2 ** 12, taps: 2 ** 52, spectral: undefined });
      params.coefficients = new Float32Array(0);
    },
    'a resampling filter of the wrong size',
  ],
  [
    'more outputs than the clips give',
    'resample',
    ({ params }) => {
      params.down *= 1000;
      params.spectral = undefined;
    },
    'outputOffsets that don',
  ],
  [
    'blocks that no FFT here can do',
    'resample',
    ({ params }) => {
      Object.assign(params.spectral, { blockIn: params.down * 1018, blockOut: params.up * 1018 });
    },
    'blocks out of range',
  ],
  [
    'several rows a clip',
    'zcrEnergy',
    (job) => {
      job.outputOffsets = Uint32Array.of(0, 2, 2);
    },
    'outputOffsets that don',
  ],
];

it.each(refused)('%s are refused: %s', async (_what, operation, spoil, message) => {
  const job = await jobOf(CALLS[operation]);
  spoil(job);
  await expect(run(operation, job)).rejects.toThrow(`The native engine was called with ${message}`);
});

it.each([
  ['an operation', [5, {}, () => {}]],
  ['a job', ['stft', undefined, () => {}]],
  ['an onEvent', ['stft', {}]],
])('%s of the wrong type is refused', (what, values) => {
  const start = engine.start.bind(engine) as (...values: unknown[]) => void;
  expect(() => start(...values)).toThrow(`The native engine was called with ${what} that is no`);
});

it.each([0, -1, 1.5, 1e9, Number.NaN, '2'])('%p threads are refused', (threads) => {
  const { Engine } = loadAddon('cpu');
  expect(() => new Engine('cpu', threads as number, '')).toThrow(
    /The native engine was called with (no threads|threads out of range)\./,
  );
});

it('a path that is no string is refused', () => {
  const paths = ['a.wav', 7] as string[];
  expect(() => loadAddon('cpu').readWavFiles(paths, new Uint8Array(8), new Int32Array(1))).toThrow(
    'readWavFiles was called with a path that is no string.',
  );
});

it("another filter of the same size doesn't leave its response behind", async () => {
  const job = await jobOf(CALLS.resample);
  await run('resample', job);
  const other = structuredClone(job) as NativeJob & { params: Spoilable };
  other.params.spectral.response.fill(0);
  await run('resample', other);
  expect(other.output).toEqual(new Float32Array(job.output.length));
  const again = { ...job, output: new Float32Array(job.output.length) };
  await run('resample', again);
  expect(again.output).toEqual(job.output);
});

it('survives arguments spoiled at random, and goes on as before', async () => {
  const script = join(import.meta.dirname, '../fuzz/arguments.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--rounds', '20'], {
    timeout: 110_000,
  });
  expect(stdout).toMatch(
    /^3000 spoiled calls \(seeds 1 to 20\): \d{4} refused, \d+ done, .+; nothing found\n$/,
  );
});
