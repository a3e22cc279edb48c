#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace ser::dsp {

inline void toFloat(const float* from, std::size_t count, float* to) { std::copy_n(from, count, to); }

inline void toFloat(const std::int16_t* from, std::size_t count, float* to) {
  for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<float>(from[i]) * (1.0f / 32768.0f);
}

}  // namespace ser::dsp
