#pragma once

#include <cmath>
#include <cstdint>

namespace ser::tfjs {

/// A number as JavaScript stores it in an Int32Array: truncated, modulo 2³²; 0 for what isn't finite.
inline std::int32_t toInt32(double value) {
  if (value > -2147483649.0 && value < 2147483648.0) return static_cast<std::int32_t>(value);
  if (!std::isfinite(value)) return 0;
  double wrapped = std::fmod(std::trunc(value), 4294967296.0);
  if (wrapped < 0) wrapped += 4294967296.0;
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(wrapped));
}

}  // namespace ser::tfjs
