import {
  analysisWindow,
  dctMatrix,
  designResampler,
  designSpectralResampler,
  melFilterBank,
  type ResamplerDesign,
  type ResolvedFrame,
  type ResolvedMel,
  type ResolvedMfcc,
  type ResolvedStft,
  type SpectralResamplerDesign,
} from '@ser/dsp';

// What the operations of the addon read from a job's `params`. Every table of numbers comes from @ser/dsp.

/** Keeps the last result: calls come in series with the same options, and tables take as long as seconds of audio. */
function remember<Options extends unknown[], Params>(make: (...options: Options) => Params) {
  let last: { key: string; params: Params } | undefined;
  return (...options: Options): Params => {
    const key = JSON.stringify(options);
    if (last?.key !== key) last = { key, params: make(...options) };
    return last.params;
  };
}

export const stftParams = remember((stft: ResolvedStft) => {
  const { fftSize, hopLength, center, padMode } = stft;
  return { fftSize, hopLength, center, reflect: padMode === 'reflect', window: analysisWindow(stft) };
});

export const melParams = remember((mel: ResolvedMel) => {
  const { starts, lengths, weights } = melFilterBank(mel);
  return { ...stftParams(mel), starts, lengths, weights, power: mel.power, output: mel.output };
});

export const mfccParams = remember((mfcc: ResolvedMfcc) => {
  const mel = melParams({ ...mfcc, output: 'db' });
  return { ...mel, dct: dctMatrix(mfcc.coefficients, mfcc.melBands) };
});

export function frameParams({ frameLength, hopLength, center }: ResolvedFrame) {
  return { frameLength, hopLength, center };
}

export type ResampleParams = ResamplerDesign & { spectral?: SpectralResamplerDesign | undefined };

export const resampleParams = remember(
  (fromRate: number, toRate: number): ResampleParams => ({
    ...designResampler(fromRate, toRate),
    spectral: designSpectralResampler(fromRate, toRate),
  }),
);
