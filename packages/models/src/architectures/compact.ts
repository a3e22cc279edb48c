import { PRESETS } from '@ser/dsp';
import type { Architecture } from './architecture.ts';
import { residualNetwork } from './residual-network.ts';

/**
 * A residual network of less than 0.6 million parameters. Values are normalised by the statistics of the voice, as far as
 * it is known.
 */
export const compact: Architecture = {
  name: 'compact',
  description: 'a residual 2-D network on log-mel windows of 2.8 s; trains in under an hour without a GPU',
  recipe: PRESETS.compact,
  normalisation: 'voice',
  layout: 'time-major',
  // A voice played a little faster is another one, of which the network makes other mistakes.
  speeds: [1, 1.1],
  training: {
    epochs: 30,
    batchSize: 64,
    learningRate: 2e-3,
    patience: 30,
    // The average of the weights gets no worse towards the end, and a few validation voices choose by chance.
    keep: 'last',
    schedule: 'warm-cosine',
    labelSmoothing: 0.05,
    weightDecay: 0.02,
    averageDecay: 0.995,
    augmentation: {
      bandShift: 2,
      timeMasks: { count: 1, frames: 20 },
      bandMasks: { count: 1, bands: 8 },
      mixup: 0.2,
    },
    speeds: [0.9, 1.1],
  },
  build: (options) =>
    residualNetwork(
      {
        name: 'compact',
        blocks: [
          { filters: 24, strides: [1, 1] },
          { filters: 48, strides: [2, 2] },
          { filters: 96, strides: [2, 2] },
          { filters: 144, strides: [1, 2] },
        ],
        frameUnits: 112,
        attentionUnits: 64,
        dropout: 0.3,
      },
      options,
    ),
};
