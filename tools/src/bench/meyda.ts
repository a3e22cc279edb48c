import type { AudioBatch, FeatureExtractor } from '@ser/dsp';
import meydaModule from 'meyda';
import { deviation } from './result.ts';
import { median, speedRatio, takeTurns } from './timing.ts';

/** Its types are those of its ES module; Node loads the other one, which is the object itself. */
const Meyda = meydaModule as unknown as typeof meydaModule.default;

const FFT = 2048;
const HOP = 512;
const BANDS = 128;

/** Native extraction on one thread beside Meyda, the JavaScript library that people take. */
export interface MeydaLine {
  what: string;
  samplesPerSecond: { meyda: number; native: number };
  ratio: number;
  /** Largest difference, in parts of a frame's largest value; none where the two don't define the same thing. */
  deviation?: number;
}

/** Samples of audio: Meyda takes a second for a few hundred thousand of them. */
const SAMPLES = 2 ** 19;

/**
 * Power spectra by both, with a rectangular window since Meyda's Hann window isn't periodic, agree and are compared.
 * Mel bands: Meyda lays out other filters and takes log(1 + x), so only the work is alike; its speed alone is compared.
 */
export async function compareWithMeyda(
  batch: AudioBatch,
  native: FeatureExtractor,
  rounds: number,
): Promise<MeydaLine[]> {
  const samples = batch.samples.slice(0, SAMPLES);
  const clip: AudioBatch = { ...batch, samples, offsets: Uint32Array.of(0, samples.length) };
  Meyda.bufferSize = FFT;
  Meyda.sampleRate = batch.sampleRate;
  Meyda.melBands = BANDS;

  const stft = () =>
    native.stft(clip, { fftSize: FFT, hopLength: HOP, window: 'rectangular', center: false });
  const ours = (await stft()).data;
  const theirs = meydaFrames(samples, 'powerSpectrum', 'rect');
  const bins = FFT / 2; // Meyda leaves out the last one
  const power = theirs.flatMap((_, row) =>
    Array.from({ length: bins }, (_, k) => {
      const at = 2 * (row * (bins + 1) + k);
      return (ours[at] as number) ** 2 + (ours[at + 1] as number) ** 2;
    }),
  );
  const difference = deviation({ values: power, width: bins }, { values: theirs.flat(), width: bins });
  return [
    {
      ...(await race('power spectrum', () => meydaFrames(samples, 'powerSpectrum', 'rect'), stft)),
      deviation: difference,
    },
    await race(
      `mel, ${BANDS} bands`,
      () => meydaFrames(samples, 'melBands', 'hanning'),
      () => native.melSpectrogram(clip, { fftSize: FFT, hopLength: HOP, melBands: BANDS, center: false }),
    ),
  ];

  async function race(what: string, meyda: () => unknown, ourCall: () => unknown): Promise<MeydaLine> {
    const [slow, fast] = (await takeTurns([meyda, ourCall], rounds)) as [number[], number[]];
    return {
      what,
      samplesPerSecond: { meyda: samples.length / median(slow), native: samples.length / median(fast) },
      ratio: speedRatio(fast, slow),
    };
  }
}

function meydaFrames(
  samples: AudioBatch['samples'],
  feature: 'powerSpectrum' | 'melBands',
  window: string,
): number[][] {
  Meyda.windowingFunction = window;
  const frames: number[][] = [];
  for (let start = 0; start + FFT <= samples.length; start += HOP) {
    frames.push([
      ...(Meyda.extract(
        feature,
        samples.subarray(start, start + FFT) as Float32Array,
      ) as unknown as number[]),
    ]);
  }
  return frames;
}
