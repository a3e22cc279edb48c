import { finite, flag, integer, object, oneOf, positive } from './checks.ts';
import {
  DspError,
  type FrameOptions,
  type MelOptions,
  type MfccOptions,
  type StftOptions,
  type WindowName,
} from './contract.ts';

/** {@link StftOptions} with every field concrete and checked. */
export interface ResolvedStft {
  fftSize: number;
  hopLength: number;
  winLength: number;
  window: WindowName;
  center: boolean;
  padMode: 'constant' | 'reflect';
}

/** What lays out the mel filters: all that {@link melFilterBank} needs to know. */
export interface ResolvedMelFilters {
  sampleRate: number;
  fftSize: number;
  melBands: number;
  fMin: number;
  fMax: number;
  melScale: 'slaney' | 'htk';
  norm: 'slaney' | null;
}

/** {@link MelOptions} with every field concrete and checked. */
export interface ResolvedMel extends ResolvedStft, ResolvedMelFilters {
  power: number;
  output: 'power' | 'db' | 'log';
}

/** {@link MfccOptions} with every field concrete and checked. */
export interface ResolvedMfcc extends Omit<ResolvedMel, 'output'> {
  coefficients: number;
}

/** {@link FrameOptions} with every field concrete and checked. */
export interface ResolvedFrame {
  frameLength: number;
  hopLength: number;
  center: boolean;
}

// Bounds far beyond any use, so that a slip of the pen is an error rather than the end of memory, and so that products
// of a sample's number and a rate are exact.
const LONGEST = 2 ** 20;
const MOST_BANDS = 2 ** 16;
const HIGHEST_RATE = 2 ** 20;

const STFT_NAMES = ['fftSize', 'hopLength', 'winLength', 'window', 'center', 'padMode'];
const MEL_FILTER_NAMES = ['sampleRate', 'melBands', 'fMin', 'fMax', 'melScale', 'norm', 'power'];
/** Names of {@link MelOptions}. */
export const MEL_NAMES = [...STFT_NAMES, ...MEL_FILTER_NAMES, 'output'];
const MFCC_NAMES = [...STFT_NAMES, ...MEL_FILTER_NAMES, 'coefficients'];
const FRAME_NAMES = ['frameLength', 'hopLength', 'center'];

/** Fills in the defaults. Throws a {@link DspError} that names the option at fault. */
export function resolveStft(options: StftOptions = {}): ResolvedStft {
  object('The options object', options, STFT_NAMES);
  return stftFields(options);
}

/**
 * Fills in the defaults for a batch of `sampleRate` Hz. Throws a {@link DspError} that names the option at fault,
 * among them a `sampleRate` option that isn't the batch's rate.
 */
export function resolveMel(options: MelOptions = {}, sampleRate: number): ResolvedMel {
  const { output = 'power' } = object('The options object', options, MEL_NAMES);
  return { ...melFields(options, sampleRate), output: oneOf('output', output, ['power', 'db', 'log']) };
}

/** As {@link resolveMel}, for MFCCs. */
export function resolveMfcc(options: MfccOptions = {}, sampleRate: number): ResolvedMfcc {
  const { coefficients = 20 } = object('The options object', options, MFCC_NAMES);
  const mel = melFields(options, sampleRate);
  integer('coefficients', coefficients, 1, MOST_BANDS);
  if (coefficients > mel.melBands) {
    throw new DspError(`coefficients is ${coefficients}, but there are only ${mel.melBands} melBands.`);
  }
  return { ...mel, coefficients };
}

/** Fills in the defaults. Throws a {@link DspError} that names the option at fault. */
export function resolveFrame(options: FrameOptions = {}): ResolvedFrame {
  const {
    frameLength = 2048,
    hopLength = 512,
    center = true,
  } = object('The options object', options, FRAME_NAMES);
  return {
    frameLength: integer('frameLength', frameLength, 1, LONGEST),
    hopLength: integer('hopLength', hopLength, 1, LONGEST),
    center: flag('center', center),
  };
}

/** Gives `rate` back if it can be a sampling rate: a positive whole number of Hz, at most 2^20. */
export function checkRate(name: string, rate: unknown): number {
  return integer(name, rate, 1, HIGHEST_RATE);
}

function stftFields(options: StftOptions): ResolvedStft {
  const { fftSize = 2048, hopLength = 512, window = 'hann', center = true, padMode = 'constant' } = options;
  const { winLength = fftSize } = options;
  integer('fftSize', fftSize, 2, LONGEST);
  integer('winLength', winLength, 1, LONGEST);
  if (winLength > fftSize) {
    throw new DspError(
      `winLength is ${winLength}, but the window must fit into fftSize, which is ${fftSize}.`,
    );
  }
  return {
    fftSize,
    hopLength: integer('hopLength', hopLength, 1, LONGEST),
    winLength,
    window: oneOf('window', window, ['hann', 'hamming', 'blackman', 'rectangular']),
    center: flag('center', center),
    padMode: oneOf('padMode', padMode, ['constant', 'reflect']),
  };
}

function melFields(options: MelOptions, batchRate: number): Omit<ResolvedMel, 'output'> {
  const { sampleRate = batchRate, melBands = 128, melScale = 'slaney', norm = 'slaney', power = 2 } = options;
  checkRate('sampleRate', sampleRate);
  if (sampleRate !== batchRate) {
    throw new DspError(
      `sampleRate is ${sampleRate}, but the batch is sampled at ${batchRate} Hz: resample it first, or leave the option out.`,
    );
  }
  const nyquist = sampleRate / 2;
  const { fMin = 0, fMax = nyquist } = options;
  if (finite('fMin', fMin) < 0) throw new DspError(`fMin is ${fMin}, but a frequency can't be below 0 Hz.`);
  if (finite('fMax', fMax) > nyquist) {
    throw new DspError(`fMax is ${fMax}, but audio at ${sampleRate} Hz ends at ${nyquist} Hz.`);
  }
  if (fMin >= fMax) throw new DspError(`fMin is ${fMin}, but it must be below fMax, which is ${fMax}.`);
  return {
    ...stftFields(options),
    sampleRate,
    melBands: integer('melBands', melBands, 1, MOST_BANDS),
    fMin,
    fMax,
    melScale: oneOf('melScale', melScale, ['slaney', 'htk']),
    norm: norm === null ? null : oneOf<'slaney'>('norm', norm, ['slaney']),
    power: positive('power', power),
  };
}
