import { FilePlanner } from '../../dist/file-recipe.js';
import { NativeExtractor } from '../../dist/native-extractor.js';

// Calls as src/ makes them: an extractor over an engine that only keeps a list.

const METHODS = {
  stft: (draw) => spectrum(draw),
  melSpectrogram: (draw) => mel(draw),
  mfcc: (draw) => ({ ...spectrum(draw), melBands: 12, coefficients: draw.integer(1, 12) }),
  frameZeroCrossingRate: (draw) => frames(draw),
  frameRms: (draw) => frames(draw),
  resample: (draw) => draw.pick(RATES),
  zcrEnergy: () => undefined,
};

/** From 8000 Hz: by spectra, tap by tap (a ratio of 11 to 8), and between rows of the filter's table. */
const RATES = [4000, 16_000, 12_000, 11_000, 8011, 7999];

const frames = (draw) => ({
  frameLength: draw.integer(1, 300),
  hopLength: draw.integer(1, 100),
  center: draw.chance(0.5),
});

function spectrum(draw) {
  return {
    fftSize: draw.pick([2, 16, 64, 128, 256, 100, 165, draw.integer(2, 300)]),
    hopLength: draw.integer(20, 200),
    center: draw.chance(0.5),
    padMode: draw.pick(['constant', 'reflect']),
  };
}

const mel = (draw) => ({
  ...spectrum(draw),
  melBands: draw.integer(1, 20),
  power: draw.pick([1, 2, 2, 1.5]),
  output: draw.pick(['power', 'db', 'log']),
});

function batchOf(draw) {
  const lengths = Array.from({ length: draw.integer(1, 4) }, () => draw.pick([0, 1, draw.integer(151, 900)]));
  const offsets = Uint32Array.from([0, ...lengths]);
  for (let i = 1; i < offsets.length; i++) offsets[i] += offsets[i - 1];
  const count = offsets.at(-1);
  const samples = draw.chance(0.5)
    ? Float32Array.from({ length: count }, () => 2 * draw.unit() - 1)
    : Int16Array.from({ length: count }, () => draw.integer(-(2 ** 15), 2 ** 15 - 1));
  return { samples, offsets, sampleRate: 8000 };
}

function segmentsOf(draw) {
  return draw.pick([
    { kind: 'equalise', samples: draw.integer(151, 400) },
    { kind: 'whole', seconds: 0.05 },
    { kind: 'window', seconds: 0.04, hopSeconds: 0.02, pad: draw.chance(0.5) },
  ]);
}

function recipeCall(draw) {
  const features = draw.pick(['mel', 'wave']);
  const batch = batchOf(draw);
  const segments = features === 'wave' || draw.chance(0.7) ? { segments: segmentsOf(draw) } : {};
  const settings = features === 'mel' ? { mel: { ...mel(draw), center: true } } : {};
  const recipe = { features, sampleRate: draw.pick([8000, ...RATES]), ...segments, ...settings };
  const { params, rowOffsets, width } = new FilePlanner(recipe).plan(batch);
  const { samples, offsets } = batch;
  const output = new Float32Array(rowOffsets.at(-1) * width);
  return { operation: 'recipe', job: { samples, offsets, output, outputOffsets: rowOffsets, width, params } };
}

/** A call of the addon, `{ operation, job }`. Its arrays may be those of another call: copy before changing them. */
export async function goodCall(draw) {
  let call;
  class Recorder {
    start(operation, job, onEvent) {
      call = { operation, job };
      queueMicrotask(() => onEvent('done'));
    }
  }
  const extractor = new NativeExtractor({ Engine: Recorder }, 'cpu', 1);
  while (!call) {
    try {
      const name = draw.pick(['recipe', 'recipe', ...Object.keys(METHODS)]);
      if (name === 'recipe') return recipeCall(draw);
      await extractor[name](batchOf(draw), METHODS[name](draw));
    } catch (error) {
      // Options drawn at random may not go together.
      if (error.name !== 'DspError') throw error;
    }
  }
  return call;
}
