#pragma once

#include <cstddef>

namespace ser::dsp::SER_SIMD {

/// Sum of squares in double, in eight interleaved strands (see dot.h).
inline double sumOfSquares(const float* values, std::size_t count) {
  double sums[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (std::size_t lane = 0; lane < 8; ++lane) {
      const double value = values[i + lane];
      sums[lane] += value * value;
    }
  }
  for (; i < count; ++i) sums[i % 8] += static_cast<double>(values[i]) * values[i];
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

}  // namespace ser::dsp::SER_SIMD
