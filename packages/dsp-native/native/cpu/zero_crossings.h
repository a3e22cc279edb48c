#pragma once

#include <cstddef>

namespace ser::dsp::SER_SIMD {

/// Neighbours of which one is below zero and the other isn't, as librosa counts them: what lies within 1e-10
/// of zero is zero, and zero is not below.
inline std::size_t countZeroCrossings(const float* values, std::size_t count) {
  constexpr float threshold = -1e-10f;
  std::size_t crossings = 0;
  for (std::size_t i = 1; i < count; ++i) crossings += (values[i - 1] < threshold) != (values[i] < threshold);
  return crossings;
}

/// Neighbours of different sign, where zero is a sign of its own: `sum(diff(sign(x)) != 0)`.
inline std::size_t countSignChanges(const float* values, std::size_t count) {
  const auto sign = [](float value) { return (value > 0) - (value < 0); };
  std::size_t changes = 0;
  for (std::size_t i = 1; i < count; ++i) changes += sign(values[i - 1]) != sign(values[i]);
  return changes;
}

}  // namespace ser::dsp::SER_SIMD
