import type { ResolvedMelFilters } from './options.ts';

/**
 * Triangular mel filters, stored banded: band b weighs bins `starts[b] … starts[b] + lengths[b]` of a spectrum, and its
 * weights follow those of band b - 1 in `weights`. A band too narrow to meet a bin has length 0.
 */
export interface MelFilterBank {
  bands: number;
  /** Bins of the spectrum, `floor(fftSize / 2) + 1`. */
  bins: number;
  starts: Uint32Array;
  lengths: Uint32Array;
  weights: Float32Array;
}

/** `librosa.filters.mel`: computed in double, stored in float32. */
export function melFilterBank(mel: ResolvedMelFilters): MelFilterBank {
  const { melBands: bands, fftSize, sampleRate } = mel;
  const bins = Math.floor(fftSize / 2) + 1;
  const edges = melFrequencies(bands + 2, mel);
  const starts = new Uint32Array(bands);
  const lengths = new Uint32Array(bands);
  const weights: number[] = [];
  for (let band = 0; band < bands; band++) {
    const low = edges[band]!;
    const peak = edges[band + 1]!;
    const high = edges[band + 2]!;
    const scale = mel.norm === 'slaney' ? 2 / (high - low) : 1;
    const last = Math.min(bins - 1, Math.ceil((high * fftSize) / sampleRate));
    for (let bin = Math.floor((low * fftSize) / sampleRate); bin <= last; bin++) {
      const frequency = (bin * sampleRate) / fftSize;
      const height = Math.min((frequency - low) / (peak - low), (high - frequency) / (high - peak));
      if (height <= 0) continue;
      if (lengths[band] === 0) starts[band] = bin;
      lengths[band]!++;
      weights.push(height * scale);
    }
  }
  return { bands, bins, starts, lengths, weights: Float32Array.from(weights) };
}

/** `count` frequencies in Hz from `fMin` to `fMax`, evenly spaced in mel (`librosa.mel_frequencies`). */
function melFrequencies(count: number, mel: ResolvedMelFilters): Float64Array {
  const scale = SCALES[mel.melScale];
  const low = scale.fromHz(mel.fMin);
  const step = (scale.fromHz(mel.fMax) - low) / (count - 1);
  return Float64Array.from({ length: count }, (_, i) => scale.toHz(low + i * step));
}

// Slaney's Auditory Toolbox: linear below 1 kHz, logarithmic above.
const HZ_PER_MEL = 200 / 3;
const BREAK_HZ = 1000;
const BREAK_MEL = BREAK_HZ / HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

const SCALES = {
  slaney: {
    fromHz: (hz: number) =>
      hz < BREAK_HZ ? hz / HZ_PER_MEL : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP,
    toHz: (mel: number) =>
      mel < BREAK_MEL ? mel * HZ_PER_MEL : BREAK_HZ * Math.exp((mel - BREAK_MEL) * LOG_STEP),
  },
  htk: {
    fromHz: (hz: number) => 2595 * Math.log10(1 + hz / 700),
    toHz: (mel: number) => 700 * (10 ** (mel / 2595) - 1),
  },
};
