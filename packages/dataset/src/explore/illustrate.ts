import type { FeatureExtractor } from '@ser/dsp';
import type { CorpusExample } from '@ser/report';
import type { DecodedAudio } from '../audio/decoded-audio.ts';
import { encodeWav } from '../audio/encode-wav.ts';
import type { Clip } from '../types.ts';

/** Seconds of a clip that are shown and played, at most: with {@link HIGHEST_RATE} they bound a page's size. */
const EXAMPLE_SECONDS = 5;
const HIGHEST_RATE = 16_000;

const DISPLAY_MEL = { fftSize: 1024, hopLength: 256, melBands: 64, output: 'db' } as const;

/** A clip as pages show and play it. */
export async function illustrateClip(
  { id, label, speaker }: Pick<Clip, 'id' | 'label' | 'speaker'>,
  audio: DecodedAudio,
  extractor: FeatureExtractor,
): Promise<CorpusExample> {
  const start = audio.samples.subarray(0, EXAMPLE_SECONDS * audio.sampleRate);
  const clip = {
    samples: start,
    offsets: Uint32Array.of(0, start.length),
    sampleRate: audio.sampleRate,
  };
  const batch = audio.sampleRate > HIGHEST_RATE ? await extractor.resample(clip, HIGHEST_RATE) : clip;
  const samples = batch.samples as Float32Array;
  const { sampleRate } = batch;
  const { data, width } = await extractor.melSpectrogram(batch, DISPLAY_MEL);
  return {
    id,
    label,
    ...(speaker !== undefined && { speaker }),
    seconds: audio.seconds,
    sampleRate,
    waveform: samples,
    mel: {
      values: data,
      frames: data.length / width,
      bands: width,
      fMin: 0,
      fMax: sampleRate / 2,
      seconds: samples.length / sampleRate,
    },
    wavBase64: Buffer.from(encodeWav(samples, sampleRate)).toString('base64'),
  };
}
