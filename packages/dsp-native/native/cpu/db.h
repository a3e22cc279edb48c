#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <limits>

#include "logarithm.h"

namespace ser::dsp::SER_SIMD {

/// librosa's `amin`: what power is raised to before its logarithm is taken.
inline constexpr float leastPower = 1e-10f;

/// librosa's `top_db`: how far below its clip's peak a value may lie.
inline constexpr float dynamicRange = 80.0f;

/// ln(max(x, 1e-10)), in place.
inline void toNaturalLog(float* values, std::size_t count) {
  inPlace(values, count, [](Vec<float> x) { return naturalLog(x < leastPower ? broadcast(leastPower) : x); });
}

/// 10 log10(max(x, 1e-10)), in place.
inline void toDecibels(float* values, std::size_t count) {
  constexpr float scale = 4.342944819f;  // 10 / ln 10
  inPlace(values, count,
          [](Vec<float> x) { return scale * naturalLog(x < leastPower ? broadcast(leastPower) : x); });
}

/// The largest value of a clip, found block by block.
class Peak {
 public:
  void raise(const float* values, std::size_t count) {
    float largest = lowest;
    for (std::size_t i = 0; i < count; ++i) largest = std::max(largest, values[i]);
    float known = value_.load(std::memory_order_relaxed);
    while (known < largest && !value_.compare_exchange_weak(known, largest, std::memory_order_relaxed)) {
    }
  }

  float value() const { return value_.load(std::memory_order_relaxed); }

 private:
  static constexpr float lowest = std::numeric_limits<float>::lowest();

  std::atomic<float> value_{lowest};
};

}  // namespace ser::dsp::SER_SIMD
