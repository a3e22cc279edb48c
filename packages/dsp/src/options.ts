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

/** Longest FFT or frame: beyond a minute of speech it is a slip of the pen, and memory stays bounded. */
const LONGEST = 2 ** 20;
const MOST_BANDS = 2 ** 16;

const STFT_NAMES = ['fftSize', 'hopLength', 'winLength', 'window', 'center', 'padMode'];
const MEL_FILTER_NAMES = ['sampleRate', 'melBands', 'fMin', 'fMax', 'melScale', 'norm', 'power'];
const MEL_NAMES = [...STFT_NAMES, ...MEL_FILTER_NAMES, 'output'];
const MFCC_NAMES = [...STFT_NAMES, ...MEL_FILTER_NAMES, 'coefficients'];
const FRAME_NAMES = ['frameLength', 'hopLength', 'center'];

/** Fills in the defaults. Throws a {@link DspError} that names the option at fault. */
export function resolveStft(options: StftOptions = {}): ResolvedStft {
  checkNames(options, STFT_NAMES);
  return stftFields(options);
}

/**
 * Fills in the defaults for a batch of `sampleRate` Hz. Throws a {@link DspError} that names the option at fault,
 * among them a `sampleRate` option that isn't the batch's rate.
 */
export function resolveMel(options: MelOptions = {}, sampleRate: number): ResolvedMel {
  checkNames(options, MEL_NAMES);
  return {
    ...melFields(options, sampleRate),
    output: oneOf('output', options.output ?? 'power', ['power', 'db', 'log']),
  };
}

/** As {@link resolveMel}, for MFCCs. */
export function resolveMfcc(options: MfccOptions = {}, sampleRate: number): ResolvedMfcc {
  checkNames(options, MFCC_NAMES);
  const mel = melFields(options, sampleRate);
  const coefficients = integer('coefficients', options.coefficients ?? 20, 1, MOST_BANDS);
  if (coefficients > mel.melBands) {
    throw new DspError(`coefficients is ${coefficients}, but there are only ${mel.melBands} melBands.`);
  }
  return { ...mel, coefficients };
}

/** Fills in the defaults. Throws a {@link DspError} that names the option at fault. */
export function resolveFrame(options: FrameOptions = {}): ResolvedFrame {
  checkNames(options, FRAME_NAMES);
  return {
    frameLength: integer('frameLength', options.frameLength ?? 2048, 1, LONGEST),
    hopLength: integer('hopLength', options.hopLength ?? 512, 1),
    center: flag('center', options.center ?? true),
  };
}

/** Throws unless `rate` can be a sampling rate: a positive whole number of Hz. Gives it back. */
export function checkRate(name: string, rate: unknown): number {
  return integer(name, rate, 1);
}

function stftFields(options: StftOptions): ResolvedStft {
  const fftSize = integer('fftSize', options.fftSize ?? 2048, 2, LONGEST);
  const winLength = integer('winLength', options.winLength ?? fftSize, 1);
  if (winLength > fftSize) {
    throw new DspError(
      `winLength is ${winLength}, but the window must fit into fftSize, which is ${fftSize}.`,
    );
  }
  return {
    fftSize,
    hopLength: integer('hopLength', options.hopLength ?? 512, 1),
    winLength,
    window: oneOf('window', options.window ?? 'hann', ['hann', 'hamming', 'blackman', 'rectangular']),
    center: flag('center', options.center ?? true),
    padMode: oneOf('padMode', options.padMode ?? 'constant', ['constant', 'reflect']),
  };
}

function melFields(options: MelOptions, batchRate: number): Omit<ResolvedMel, 'output'> {
  checkRate('sampleRate', batchRate);
  const sampleRate = checkRate('sampleRate', options.sampleRate ?? batchRate);
  if (sampleRate !== batchRate) {
    throw new DspError(
      `sampleRate is ${sampleRate}, but the batch is sampled at ${batchRate} Hz: resample it first, or leave the option out.`,
    );
  }
  const nyquist = sampleRate / 2;
  const fMin = finite('fMin', options.fMin ?? 0);
  const fMax = finite('fMax', options.fMax ?? nyquist);
  if (fMin < 0) throw new DspError(`fMin is ${fMin}, but a frequency can't be below 0 Hz.`);
  if (fMax > nyquist) {
    throw new DspError(`fMax is ${fMax}, but audio at ${sampleRate} Hz ends at ${nyquist} Hz.`);
  }
  if (fMin >= fMax) throw new DspError(`fMin is ${fMin}, but it must be below fMax, which is ${fMax}.`);
  const power = finite('power', options.power ?? 2);
  if (power <= 0) throw new DspError(`power is ${power}, but it must be above 0.`);
  return {
    ...stftFields(options),
    sampleRate,
    melBands: integer('melBands', options.melBands ?? 128, 1, MOST_BANDS),
    fMin,
    fMax,
    melScale: oneOf('melScale', options.melScale ?? 'slaney', ['slaney', 'htk']),
    norm: options.norm === null ? null : oneOf<'slaney'>('norm', options.norm ?? 'slaney', ['slaney']),
    power,
  };
}

function checkNames(options: object, known: readonly string[]): void {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) {
    throw new DspError(`The options are ${show(options)}, but they must be an object.`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name))
      throw new DspError(`There is no option ${name}: known are ${known.join(', ')}.`);
  }
}

function integer(name: string, value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most) {
    const bound = most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of at least ${least}`;
    throw new DspError(`${name} is ${show(value)}, but it must be a whole number ${bound}.`);
  }
  return value;
}

function finite(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new DspError(`${name} is ${show(value)}, but it must be a finite number.`);
  }
  return value;
}

function flag(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean')
    throw new DspError(`${name} is ${show(value)}, but it must be true or false.`);
  return value;
}

function oneOf<T extends string>(name: string, value: T, choices: readonly T[]): T {
  if (!choices.includes(value)) {
    const list = choices.map((choice) => `'${choice}'`).join(', ');
    throw new DspError(`${name} is ${show(value)}, but it must be one of ${list}.`);
  }
  return value;
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
