#pragma once

#include <cstddef>

namespace ser::dsp {

/// Sum of squares in double, in four interleaved strands.
inline double sumOfSquares(const float* values, std::size_t count) {
  double sums[4] = {};
  for (std::size_t i = 0; i < count; ++i) sums[i % 4] += static_cast<double>(values[i]) * values[i];
  return (sums[0] + sums[2]) + (sums[1] + sums[3]);
}

}  // namespace ser::dsp
