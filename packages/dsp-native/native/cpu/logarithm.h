#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#include "shuffles.h"

namespace ser::dsp::SER_SIMD {

/// Natural logarithms of positive normal numbers, to about a float's precision; infinity and NaN stay what they are.
///
/// x = m 2^e with m from √½ to √2, and log m = 2 artanh s for s = (m - 1) / (m + 1), by its series in s² ≤ 0.03.
inline Vec<float> naturalLog(Vec<float> x) {
  constexpr std::int32_t rootHalf = 0x3f3504f3;  // the bits of √½
  constexpr float log2High = 0.693145752f;       // few enough bits for exact products
  constexpr float log2Low = 1.42860677e-6f;
  using Bits = Vec<std::int32_t>;
  const Bits fromRootHalf = std::bit_cast<Bits>(x) - rootHalf;
  const auto m = std::bit_cast<Vec<float>>((fromRootHalf & 0x7fffff) + rootHalf);
  const auto e = __builtin_convertvector(fromRootHalf >> 23, Vec<float>);
  const Vec<float> s = (m - 1.0f) / (m + 1.0f);
  const Vec<float> z = s * s;
  const Vec<float> series = z * (1.0f / 3 + z * (1.0f / 5 + z * (1.0f / 7 + z * (1.0f / 9))));
  const Vec<float> log = e * log2High + (e * log2Low + (2.0f * s + 2.0f * s * series));
  return x <= std::numeric_limits<float>::max() ? log : x;
}

/// values[i] = function(values[i]), a vector at a time: the last one is filled up.
template <class Function>
inline void inPlace(float* values, std::size_t count, const Function& function) {
  constexpr std::size_t W = lanes<float>;
  std::size_t i = 0;
  for (; i + W <= count; i += W) store(values + i, function(load(values + i)));
  if (i == count) return;
  Vec<float> rest{};
  std::memcpy(&rest, values + i, (count - i) * sizeof(float));
  rest = function(rest);
  std::memcpy(values + i, &rest, (count - i) * sizeof(float));
}

}  // namespace ser::dsp::SER_SIMD
