#pragma once

#include <cstddef>

namespace ser::dsp::SER_SIMD {

/// Inner product, summed in eight interleaved strands: that keeps vector units busy, and rounding errors
/// small, in an order that is the same on every machine.
inline float dot(const float* a, const float* b, std::size_t count) {
  float sums[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (std::size_t lane = 0; lane < 8; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  for (; i < count; ++i) sums[i % 8] += a[i] * b[i];
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

}  // namespace ser::dsp::SER_SIMD
