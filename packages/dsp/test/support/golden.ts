import {
  type FeatureExtractor,
  type Frames,
  type MelOptions,
  melFilterBank,
  resolveMel,
  type StftOptions,
} from '../../src/index.ts';
import { type GoldenCase, goldenCases, readGolden, readSignal } from './golden-files.ts';

/** Tests an extractor against every one of librosa's answers. */
export function describeGolden(name: string, create: () => Promise<FeatureExtractor>): void {
  describe(`${name} gives librosa's answers`, () => {
    let extractor: FeatureExtractor;
    beforeAll(async () => {
      extractor = await create();
    });
    afterAll(() => extractor.dispose());

    it.each(goldenCases().map((golden) => [golden.file, golden] as const))('%s', async (_, golden) => {
      const check = CHECKS[golden.what];
      if (!check) throw new Error(`There is no check for '${golden.what}'`);
      await check(extractor, golden);
    });
  });
}

type Check = (extractor: FeatureExtractor, golden: GoldenCase) => Promise<void>;

const CHECKS: Record<string, Check> = {
  'librosa.filters.mel': async (_, golden) => {
    const { bands, bins, starts, lengths, weights } = melFilterBank(
      resolveMel(toMelOptions(golden.options), 22_050),
    );
    expect([bands, bins]).toEqual(golden.shape);
    const dense = new Float32Array(bands * bins);
    let used = 0;
    for (const [band, length] of lengths.entries()) {
      dense.set(weights.subarray(used, used + length), band * bins + starts[band]!);
      used += length;
    }
    expect(used).toBe(weights.length);
    const expected = readGolden(golden);
    expect(largestDifference(dense, expected)).toBeLessThanOrEqual(1e-6 * largestOf(expected));
  },

  'librosa.feature.melspectrogram': async (extractor, golden) => {
    expectFrames(
      await extractor.melSpectrogram(signalOf(golden), toMelOptions(golden.options)),
      timeMajor(golden),
    );
  },

  'librosa.power_to_db(melspectrogram, ref=max, top_db=80)': async (extractor, golden) => {
    expectFrames(await extractor.melSpectrogram(signalOf(golden), { output: 'db' }), timeMajor(golden));
  },

  'librosa.feature.mfcc n_mfcc=40': async (extractor, golden) => {
    expectFrames(await extractor.mfcc(signalOf(golden), { coefficients: 40 }), timeMajor(golden));
  },

  'librosa.stft, first 6 frames, last axis re/im': async (extractor, golden) => {
    const frames = await extractor.stft(signalOf(golden), toStftOptions(golden.options));
    const expected = timeMajor(golden);
    const width = 2 * golden.shape[0]!;
    expect(frames.offsets[1]).toBeGreaterThanOrEqual(expected.length);
    const first = {
      data: frames.data.subarray(0, expected.length * width),
      offsets: Uint32Array.of(0, expected.length),
      width: frames.width,
    };
    expectFrames(first, expected);
  },

  'librosa.feature.rms': async (extractor, golden) => {
    expectFrames(await extractor.frameRms(signalOf(golden), toFrameOptions(golden)), timeMajor(golden));
  },

  'librosa.feature.zero_crossing_rate': async (extractor, golden) => {
    const options = toFrameOptions(golden);
    const { data } = await extractor.frameZeroCrossingRate(signalOf(golden), options);
    expect(Array.from(data, (rate) => rate * options.frameLength)).toEqual(
      timeMajor(golden).map(([rate]) => rate! * options.frameLength),
    );
  },

  'the notebook: sum(diff(sign(x)) != 0), mean(|x|^2)': async (extractor, golden) => {
    const [crossings, energy] = await extractor.zcrEnergy(signalOf(golden));
    const [expectedCrossings, expectedEnergy] = readGolden(golden);
    expect(crossings).toBe(expectedCrossings);
    expect(Math.abs(energy! - expectedEnergy!)).toBeLessThanOrEqual(1e-6 * expectedEnergy!);
  },

  "soxr.resample(x, a, b, 'HQ') as librosa.load does; last sample count is ceil(n*b/a)": async (
    extractor,
    golden,
  ) => {
    const { from, to } = golden.options as { from: number; to: number };
    const signal = signalOf(golden);
    expect(signal.sampleRate).toBe(from);
    const resampled = await extractor.resample(signal, to);
    const expected = readGolden(golden);
    expect(resampled.sampleRate).toBe(to);
    expect([...resampled.offsets]).toEqual([0, expected.length]);
    expect(
      largestDifference(resampled.samples.subarray(64, -64), expected.slice(64, -64)),
    ).toBeLessThanOrEqual(1e-4);
  },
};

function signalOf({ file, signal }: GoldenCase) {
  if (!signal) throw new Error(`The manifest names no signal for ${file}`);
  return readSignal(signal);
}

/** A band-major spectrogram's columns: one array a frame; a complex one's bands are pairs. */
function timeMajor(golden: GoldenCase): number[][] {
  const [bands, frames, parts = 1] = golden.shape as [number, number, number?];
  const values = readGolden(golden);
  return Array.from({ length: frames }, (_, t) =>
    Array.from({ length: bands * parts }, (_, i) => {
      const band = Math.floor(i / parts);
      return values[(band * frames + t) * parts + (i % parts)]!;
    }),
  );
}

/**
 * Every frame to within 1e-5 of its largest value; a frame of zeros exactly. The chirp ends above the compact and the
 * dense filters' fMax, where a mel frame holds its leakage alone: spectra and window must be in double to meet that.
 */
function expectFrames(frames: Frames, expected: number[][]): void {
  expect([...frames.offsets]).toEqual([0, expected.length]);
  expect(frames.width).toBe(expected[0]!.length);
  expect(frames.data).toHaveLength(expected.length * frames.width);
  for (const [t, row] of expected.entries()) {
    const actual = frames.data.subarray(t * frames.width, (t + 1) * frames.width);
    const largest = largestOf(row);
    if (!(largestDifference(actual, row) <= 1e-5 * largest)) {
      throw new Error(`Frame ${t} is ${largestDifference(actual, row) / largest} of its largest value off`);
    }
  }
}

function largestOf(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

/** NaN where one of the values is. */
function largestDifference(actual: ArrayLike<number>, expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length);
  return expected.reduce((largest, value, i) => Math.max(largest, Math.abs(actual[i]! - value)), 0);
}

const STFT_NAMES: Record<string, keyof StftOptions> = {
  n_fft: 'fftSize',
  hop_length: 'hopLength',
  win_length: 'winLength',
  center: 'center',
  pad_mode: 'padMode',
};

const MEL_NAMES: Record<string, keyof MelOptions> = {
  ...STFT_NAMES,
  n_mels: 'melBands',
  fmin: 'fMin',
  fmax: 'fMax',
  norm: 'norm',
  power: 'power',
};

function toStftOptions(options: Record<string, unknown> = {}): StftOptions {
  return rename(options, STFT_NAMES);
}

function toMelOptions({ htk, ...options }: Record<string, unknown> = {}): MelOptions {
  const renamed: MelOptions = rename(options, MEL_NAMES);
  // librosa's fmax of None is half the rate, which is our default.
  if (options.fmax === null) delete renamed.fMax;
  return { ...renamed, melScale: htk ? 'htk' : 'slaney' };
}

function toFrameOptions({ options }: GoldenCase): { frameLength: number; hopLength: number } {
  return rename(options ?? {}, { frame_length: 'frameLength', hop_length: 'hopLength' }) as {
    frameLength: number;
    hopLength: number;
  };
}

function rename(options: Record<string, unknown>, names: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      const ours = names[name];
      if (!ours) throw new Error(`There is no name of ours for librosa's option ${name}`);
      return [ours, value];
    }),
  );
}
