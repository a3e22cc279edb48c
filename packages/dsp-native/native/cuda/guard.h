#pragma once

#include <cmath>

#include "block.h"

namespace ser::dsp::cuda {

/// When a spectrum in float32 is good enough for mel bands of powers, which are held to 1e-5 of their frame's
/// largest.
///
/// Rounding leaves an error in every bin of at most
///
///     δ = noise × √E + spurs × |X|max
///
/// beside a few roundings of the bin itself. E is the sum of the windowed frame's squares, and so the mean
/// power of its bins (Parseval): sums of many roundings spread like noise. |X|max is the largest bin: rounded
/// turns repeat a tone, far weaker, at other places. A band M = Σ w P, with W = Σ w, is then off by no more
/// than 2 δ √(W M) + δ² W (Cauchy and Schwarz), which stays below `tolerance` × M where δ² W ≤ (tolerance /
/// 2)² M, nearly. What holds for the largest band and the largest W holds for all, since their errors are
/// measured against the largest band. Natural frames meet that by far. Those whose energy lies outside the
/// filters (a hum below, a whistle above) don't, and are done again in double.
///
/// The constants are a third above the worst that test/cuda-guard.test.ts finds, over tones, noise, pulses
/// and steps.
inline constexpr float spectrumNoise = 3e-7f;
inline constexpr float spectrumSpurs = 1.5e-7f;
inline constexpr float guardTolerance = 6e-6f;

/// Energies between which float32 neither underflows nor overflows on the way to the power of a bin.
inline constexpr float leastEnergy = 1e-20f;
inline constexpr float mostEnergy = 1e30f;

/// What a thread's samples add to their frame's energy: far too much where they are too quiet to be squared
/// in float32, so that the frame is done again.
SER_DEVICE float guardedEnergy(float energy, bool silent) {
  return energy < leastEnergy && !silent ? 2 * mostEnergy : energy;
}

/// Whether a spectrum must be done again in double.
SER_DEVICE bool isExtreme(float energy) { return !(energy < mostEnergy); }

/// Whether mel bands must be done again in double. `loudest` is the largest power of a bin, `widest` the
/// largest W, and `largest` the largest M.
SER_DEVICE bool needsDouble(float energy, float loudest, float widest, float largest) {
  if (isExtreme(energy)) return true;
  const float error = spectrumNoise * sqrtf(energy) + spectrumSpurs * sqrtf(loudest);
  constexpr float half = guardTolerance / 2;
  return !(error * error * widest <= half * half * largest);
}

}  // namespace ser::dsp::cuda
