import type { AudioBatch, FeatureExtractor } from '@ser/dsp';
import type { Result } from './result.ts';

const RATE = 22_050;
const SPEECH_RATE = 16_000;

export interface Feature {
  name: string;
  batch: AudioBatch;
  extract(extractor: FeatureExtractor, batch: AudioBatch, signal: AbortSignal): Promise<Result>;
  /** How far native results may be from JavaScript's, in parts of each row's largest value. */
  tolerance: number;
}

/** The same clips at the notebook's rate for spectra, and at 16 kHz for resampling. */
export async function planFeatures(batch: AudioBatch, extractor: FeatureExtractor): Promise<Feature[]> {
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
