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

export function stftParams(stft: ResolvedStft) {
  const { fftSize, hopLength, center, padMode } = stft;
  return { fftSize, hopLength, center, reflect: padMode === 'reflect', window: analysisWindow(stft) };
}

export function melParams(mel: ResolvedMel) {
  const { starts, lengths, weights } = melFilterBank(mel);
  return { ...stftParams(mel), starts, lengths, weights, power: mel.power, output: mel.output };
}

export function mfccParams(mfcc: ResolvedMfcc) {
  const mel = melParams({ ...mfcc, output: 'db' });
  return { ...mel, dct: dctMatrix(mfcc.coefficients, mfcc.melBands) };
}

export function frameParams({ frameLength, hopLength, center }: ResolvedFrame) {
  return { frameLength, hopLength, center };
}

export type ResampleParams = ResamplerDesign & { spectral?: SpectralResamplerDesign | undefined };

export function resampleParams(fromRate: number, toRate: number): ResampleParams {
  return { ...designResampler(fromRate, toRate), spectral: designSpectralResampler(fromRate, toRate) };
}
