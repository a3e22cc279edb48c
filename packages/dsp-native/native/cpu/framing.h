#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <variant>

#include "../engine.h"

namespace ser::dsp {

/// What stands before a clip's first and after its last sample.
enum class Padding { zero, reflect, edge };

inline void toFloat(const float* from, std::size_t count, float* to) { std::copy_n(from, count, to); }

inline void toFloat(const std::int16_t* from, std::size_t count, float* to) {
  for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<float>(from[i]) * (1.0f / 32768.0f);
}

/// Copies samples start … start + count of a clip, as floats, to `to`. Samples outside the clip, which must
/// not be empty, are made up by `padding`.
inline void loadSamples(const Batch& batch, std::size_t clip, std::int64_t start, std::size_t count,
                        Padding padding, float* to) {
  const auto length = static_cast<std::int64_t>(batch.length(clip));
  const auto end = start + static_cast<std::int64_t>(count);
  const std::int64_t insideStart = std::clamp<std::int64_t>(start, 0, length);
  const std::int64_t insideEnd = std::clamp<std::int64_t>(end, insideStart, length);
  std::visit(
      [&](const auto* samples) {
        const auto* clipSamples = samples + batch.offsets[clip];
        const auto madeUp = [&](std::int64_t position) {
          if (padding == Padding::zero) return 0.0f;
          if (padding == Padding::reflect) position = position < 0 ? -position : 2 * (length - 1) - position;
          float value;
          toFloat(clipSamples + std::clamp<std::int64_t>(position, 0, length - 1), 1, &value);
          return value;
        };
        for (std::int64_t i = start; i < std::min<std::int64_t>(end, 0); ++i) to[i - start] = madeUp(i);
        toFloat(clipSamples + insideStart, static_cast<std::size_t>(insideEnd - insideStart),
                to + (insideStart - start));
        for (std::int64_t i = std::max(start, length); i < end; ++i) to[i - start] = madeUp(i);
      },
      batch.samples);
}

/// Copies frame `index` of a clip to `to`: frameLength samples from index × hopLength, half a frame earlier
/// if centred.
inline void loadFrame(const Batch& batch, std::size_t clip, std::size_t index, std::size_t frameLength,
                      std::int64_t hopLength, bool center, Padding padding, float* to) {
  const std::int64_t start = static_cast<std::int64_t>(index) * hopLength -
                             (center ? static_cast<std::int64_t>(frameLength / 2) : 0);
  loadSamples(batch, clip, start, frameLength, padding, to);
}

}  // namespace ser::dsp
