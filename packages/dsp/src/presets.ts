import type { FeatureRecipe } from './recipe.ts';

export type PresetName = 'notebook-mel' | 'notebook-wave' | 'tiny' | 'compact';

/**
 * The notebook's cut at 22,050 Hz: 27,959 samples is CREMA-D's shortest clip, pinned so that its networks fit
 * whatever part of the corpus is at hand. Its slice loses the first sample of each piece, so 27,958 are left.
 */
const NOTEBOOK_SEGMENTS = { kind: 'equalise', samples: 27_959, dropFirst: true } as const;

/** Named recipes: what the shipped architectures are trained on, and what `--preset` names. */
export const PRESETS: Readonly<Record<PresetName, FeatureRecipe>> = {
  /** 55 frames × 128 power mel bands with librosa's defaults. */
  'notebook-mel': { features: 'mel', sampleRate: 22_050, segments: NOTEBOOK_SEGMENTS, mel: {} },
  /** 27,960 × 1: 27,958 samples, then zero crossings, then mean power. */
  'notebook-wave': { features: 'wave', sampleRate: 22_050, segments: NOTEBOOK_SEGMENTS },
  /** 157 frames × 64 log-mel bands: one centred piece of 2.5 s a clip, 32 ms windows every 16 ms. */
  tiny: {
    features: 'mel',
    sampleRate: 16_000,
    segments: { kind: 'whole', seconds: 2.5 },
    mel: { fftSize: 512, hopLength: 256, melBands: 64, fMin: 50, output: 'log' },
  },
  /**
   * Up to 187 frames × 64 log-mel bands: windows of at most 2.8 s, 32 ms frames every 15 ms. Nothing above 5.5 kHz, where
   * codecs and telephones cut speech off: a model hears the same of all of them.
   */
  compact: {
    features: 'mel',
    sampleRate: 16_000,
    segments: { kind: 'window', seconds: 2.8, hopSeconds: 1.4, pad: false },
    mel: { fftSize: 512, hopLength: 240, melBands: 64, fMin: 50, fMax: 5500, output: 'log' },
  },
};
