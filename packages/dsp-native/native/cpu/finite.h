#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace ser::dsp::SER_SIMD {

/// Index of the first value that is infinite or not a number; `count` if there is none.
inline std::size_t firstNonFinite(const float* values, std::size_t count) {
  constexpr std::uint32_t exponent = 0x7f800000;  // all ones for infinities and NaNs alone
  constexpr std::size_t stretch = 1024;  // looked through as one: it hardly ever holds any
  for (std::size_t first = 0; first < count; first += stretch) {
    const std::size_t last = std::min(first + stretch, count);
    std::uint32_t found = 0;
    for (std::size_t i = first; i < last; ++i) {
      found |= (std::bit_cast<std::uint32_t>(values[i]) & exponent) == exponent;
    }
    if (found == 0) continue;
    return std::find_if_not(values + first, values + last, [](float x) { return std::isfinite(x); }) - values;
  }
  return count;
}

}  // namespace ser::dsp::SER_SIMD
