import type { WindowName } from './contract.ts';
import type { ResolvedStft } from './options.ts';

/** Cosine-sum coefficients: w(n) = Σ a_k cos(2πkn / length). */
const COSINE_SUMS: Record<WindowName, readonly number[]> = {
  hann: [0.5, -0.5],
  hamming: [0.54, -0.46],
  blackman: [0.42, -0.5, 0.08],
  rectangular: [1],
};

/**
 * The window a frame is multiplied by: `fftSize` values, periodic over `winLength` and centred between zeros
 * (`scipy.signal.get_window` with `fftbins=True`, then `librosa.util.pad_center`). In double, as librosa's is: rounded to
 * float32 it would leak more than its own side lobes far from a tone.
 */
export function analysisWindow(stft: Pick<ResolvedStft, 'fftSize' | 'winLength' | 'window'>): Float64Array {
  const { fftSize, winLength } = stft;
  const terms = COSINE_SUMS[stft.window];
  const left = Math.floor((fftSize - winLength) / 2);
  const window = new Float64Array(fftSize);
  for (let n = 0; n < winLength; n++) {
    let value = 0;
    for (const [k, a] of terms.entries()) value += a * Math.cos((2 * Math.PI * k * n) / winLength);
    // A window of one sample is 1, whatever its kind, as in SciPy.
    window[left + n] = winLength === 1 ? 1 : value;
  }
  return window;
}
