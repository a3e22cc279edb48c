#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace ser::dsp {

/// Index of the first value that is infinite or not a number; `count` if there is none.
inline std::size_t firstNonFinite(const float* values, std::size_t count) {
  constexpr std::uint32_t exponent = 0x7f800000;  // all ones for infinities and NaNs alone
  for (std::size_t i = 0; i < count; ++i) {
    if ((std::bit_cast<std::uint32_t>(values[i]) & exponent) == exponent) return i;
  }
  return count;
}

}  // namespace ser::dsp
