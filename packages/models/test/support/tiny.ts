import * as tf from '@tensorflow/tfjs';
import { classify } from '../../src/architectures/head.ts';
import { fanInUniform } from '../../src/architectures/initializers.ts';
import { inputShape } from '../../src/architectures/layout.ts';
import type { Bundle } from '../../src/bundle/bundle.ts';
import { type CardDetails, completeCard } from '../../src/bundle/card.ts';
import { BatchNormalisation } from '../../src/training/batch-normalisation.ts';
import { SeededDropout } from '../../src/training/dropout.ts';
import { RandomShift } from '../../src/training/random-shift.ts';

export const TINY_SHAPE = { frames: 6, width: 4 };
export const TINY_LABELS = ['ANG', 'NEU', 'SAD'];

/** A network with one layer of every sort that the shipped ones have, small enough for tests. */
export function tinyModel(seed = 1): tf.LayersModel {
  const initializers = fanInUniform(seed);
  const input = tf.input({ shape: inputShape('time-major', TINY_SHAPE), name: 'mel' });
  let x = new RandomShift({ name: 'shift', frames: 1, bands: 0, seed }).apply(input);
  x = tf.layers
    .conv2d({ name: 'conv', filters: 5, kernelSize: [3, 3], ...initializers('conv', input, [3, 3]) })
    .apply(x);
  x = new BatchNormalisation({ name: 'norm', momentum: 0.9 }).apply(x);
  x = tf.layers.activation({ name: 'relu', activation: 'relu' }).apply(x);
  x = tf.layers.flatten({ name: 'flatten' }).apply(x);
  x = new SeededDropout({ name: 'dropout', rate: 0.4, seed }).apply(x) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: classify(x, TINY_LABELS.length, initializers) });
}

/** Segments of the tiny model's size, by a formula. */
export function tinySegments(count: number): Float32Array[] {
  const { frames, width } = TINY_SHAPE;
  return Array.from({ length: count }, (_, n) =>
    Float32Array.from({ length: frames * width }, (_, i) => Math.sin(i * (n + 1)) + 0.1 * n),
  );
}

export function tinyCard(): CardDetails {
  return {
    name: 'tiny',
    architecture: 'test',
    labels: [...TINY_LABELS],
    recipe: {
      features: 'mel',
      sampleRate: 16_000,
      segments: { kind: 'whole', seconds: 0.1 },
      mel: { fftSize: 512, hopLength: 320, melBands: 4, norm: null, output: 'log' },
    },
    input: { ...TINY_SHAPE, layout: 'time-major' },
    normalisation: { kind: 'band', mean: [0.1, 0, -0.1, 0], std: [1, 2, 0.5, 1] },
    answers: null,
    speeds: [1],
    corpus: { name: 'made', fingerprint: 'abc', synthetic: true, licence: null, citation: null },
    side: 'test',
    split: 'speaker',
    figures: { uar: { value: 0.5, interval: [0.4, 0.6] }, ece: { value: 0.1, interval: null } },
    abstain: { below: 0.4, coverage: 0.8, accuracy: 0.6 },
    licence: 'MIT',
    seed: 1,
    created: '2026-01-02T03:04:05.000Z',
  };
}

/** The tiny model as a bundle that was never on disk. */
export function tinyBundle(): Bundle {
  const hash = '0'.repeat(64);
  const card = completeCard(tinyCard(), { 'model.json': hash, 'weights.bin': hash });
  const model = tinyModel();
  return { card, model, dispose: () => void model.dispose() };
}
