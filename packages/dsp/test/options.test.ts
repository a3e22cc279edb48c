import { DspError, resolveFrame, resolveMel, resolveMfcc, resolveStft } from '../src/index.ts';

describe('the defaults are librosa’s', () => {
  it('for the STFT', () => {
    expect(resolveStft()).toEqual({
      fftSize: 2048,
      hopLength: 512,
      winLength: 2048,
      window: 'hann',
      center: true,
      padMode: 'constant',
    });
  });

  it('for mel spectrograms, with the batch’s rate', () => {
    expect(resolveMel({}, 16_000)).toEqual({
      ...resolveStft(),
      sampleRate: 16_000,
      melBands: 128,
      fMin: 0,
      fMax: 8000,
      melScale: 'slaney',
      norm: 'slaney',
      power: 2,
      output: 'power',
    });
  });

  it('for MFCCs and frames', () => {
    const { output, ...mel } = resolveMel({}, 22_050);
    expect(resolveMfcc({}, 22_050)).toEqual({ ...mel, coefficients: 20 });
    expect(resolveFrame()).toEqual({ frameLength: 2048, hopLength: 512, center: true });
  });
});

it('keeps what is given, and takes undefined as not given', () => {
  expect(resolveStft({ fftSize: 400, window: 'hamming' })).toMatchObject({
    winLength: 400,
    window: 'hamming',
  });
  expect(resolveMel({ norm: null, power: 1, fMax: 4000, sampleRate: 8000 }, 8000)).toMatchObject({
    norm: null,
    power: 1,
    fMax: 4000,
  });
  expect(resolveStft({ hopLength: undefined } as object).hopLength).toBe(512);
});

describe('what can’t be used is named, with its value', () => {
  it.each<[unknown, string]>([
    [{ fftSize: 1 }, 'fftSize is 1, but it must be a whole number from 2 to 1048576.'],
    [{ fftSize: 2 ** 21 }, 'fftSize is 2097152'],
    [{ fftSize: 512.5 }, 'fftSize is 512.5'],
    [{ fftSize: '512' }, "fftSize is '512'"],
    [{ fftSize: null }, 'fftSize is null'],
    [{ fftSize: Number.NaN }, 'fftSize is NaN'],
    [{ hopLength: 0 }, 'hopLength is 0'],
    [{ winLength: 0 }, 'winLength is 0'],
    [
      { fftSize: 512, winLength: 513 },
      'winLength is 513, but the window must fit into fftSize, which is 512.',
    ],
    [
      { window: 'kaiser' },
      "window is 'kaiser', but it must be one of 'hann', 'hamming', 'blackman', 'rectangular'.",
    ],
    [{ window: ['hann'] }, 'window is an array'],
    [{ center: 1 }, 'center is 1, but it must be true or false.'],
    [{ padMode: 'edge' }, "padMode is 'edge'"],
    [{ sampleRate: 44_100 }, 'sampleRate is 44100, but the batch is sampled at 22050 Hz'],
    [{ melBands: 0 }, 'melBands is 0'],
    [{ fMin: -1 }, 'fMin is -1'],
    [{ fMin: Number.POSITIVE_INFINITY }, 'fMin is Infinity'],
    [{ fMax: 11_026 }, 'fMax is 11026, but audio at 22050 Hz ends at 11025 Hz.'],
    [{ fMin: 4000, fMax: 4000 }, 'fMin is 4000, but it must be below fMax, which is 4000.'],
    [{ melScale: 'bark' }, "melScale is 'bark'"],
    [{ norm: 1 }, 'norm is 1'],
    [{ power: 0 }, 'power is 0'],
    [{ output: 'decibel' }, "output is 'decibel'"],
    [{ nMels: 64 }, "The options object can't have 'nMels': known are fftSize, "],
    [null, 'The options object is null'],
    [[], 'The options object is an array'],
  ])('%j', (options, message) => {
    expect(() => resolveMel(options as object, 22_050)).toThrow(DspError);
    expect(() => resolveMel(options as object, 22_050)).toThrow(message);
  });

  it('among MFCC and frame options', () => {
    expect(() => resolveMfcc({ coefficients: 41, melBands: 40 }, 8000)).toThrow(
      'coefficients is 41, but there are only 40 melBands.',
    );
    expect(() => resolveMfcc({ output: 'db' } as object, 8000)).toThrow("can't have 'output'");
    expect(() => resolveFrame({ frameLength: 0 })).toThrow('frameLength is 0');
    expect(() => resolveFrame({ padMode: 'edge' } as object)).toThrow("can't have 'padMode'");
  });
});
