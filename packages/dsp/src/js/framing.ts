import type { ResolvedStft } from '../options.ts';
import { analysisWindow } from '../windows.ts';

/** Cuts windowed frames out of a clip. */
export class Framer {
  readonly #stft: ResolvedStft;
  readonly #window: Float64Array;

  constructor(stft: ResolvedStft) {
    this.#stft = stft;
    this.#window = analysisWindow(stft);
  }

  /** Writes frame `t` times the window to `frame`, `fftSize` values. A clip that is reflected must be long enough. */
  read(samples: Float32Array, t: number, frame: Float64Array): void {
    const { fftSize, hopLength, center, padMode } = this.#stft;
    const window = this.#window;
    const start = t * hopLength - (center ? Math.floor(fftSize / 2) : 0);
    const from = Math.max(0, -start);
    const to = Math.min(fftSize, samples.length - start);
    for (let i = from; i < to; i++) frame[i] = samples[start + i]! * window[i]!;
    if (padMode === 'constant') {
      frame.fill(0, 0, from);
      frame.fill(0, to);
    } else {
      // The first and last sample are not repeated: … 2 1 0 1 2 …
      const last = 2 * (samples.length - 1);
      for (let i = 0; i < from; i++) frame[i] = samples[-(start + i)]! * window[i]!;
      for (let i = to; i < fftSize; i++) frame[i] = samples[last - (start + i)]! * window[i]!;
    }
  }
}
