import { analysisWindow, resolveStft, type StftOptions } from '../src/index.ts';

const windowOf = (options: StftOptions) => Array.from(analysisWindow(resolveStft(options)));

describe('analysisWindow', () => {
  it('is periodic', () => {
    expect(windowOf({ fftSize: 4 })).toEqual([0, 0.5, 1, 0.5].map((x) => expect.closeTo(x, 15)));
    expect(windowOf({ fftSize: 4, window: 'hamming' })).toEqual(
      [0.08, 0.54, 1, 0.54].map((x) => expect.closeTo(x, 15)),
    );
    expect(windowOf({ fftSize: 4, window: 'blackman' })).toEqual(
      [0, 0.34, 1, 0.34].map((x) => expect.closeTo(x, 15)),
    );
    expect(windowOf({ fftSize: 3, window: 'rectangular' })).toEqual([1, 1, 1]);
  });

  it('stands centred between zeros, the odd one at the end', () => {
    expect(windowOf({ fftSize: 7, winLength: 4, window: 'rectangular' })).toEqual([0, 1, 1, 1, 1, 0, 0]);
  });

  it('is 1 when it is one sample long', () => {
    expect(windowOf({ fftSize: 2, winLength: 1 })).toEqual([1, 0]);
  });
});
