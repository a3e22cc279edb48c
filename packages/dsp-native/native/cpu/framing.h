#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <variant>

#include "../engine.h"
#include "../to_float.h"

namespace ser::dsp::SER_SIMD {

/// What stands before a clip's first and after its last sample.
enum class Padding { zero, reflect, edge };

inline void copySamples(const std::int16_t* from, std::size_t count, std::int16_t* to) { std::copy_n(from, count, to); }

template <class Sample>
inline void copySamples(const Sample* from, std::size_t count, float* to) {
  toFloat(from, count, to);
}

/// Copies samples start … start + count of a clip of `clipLength` to `to`, as they are or as floats. Samples outside
/// the clip, which must not be empty, are made up by `padding`.
template <class Sample, class To>
inline void loadSamples(const Sample* clip, std::size_t clipLength, std::int64_t start, std::size_t count,
                        Padding padding, To* to) {
  const auto length = static_cast<std::int64_t>(clipLength);
  const auto end = start + static_cast<std::int64_t>(count);
  const std::int64_t insideStart = std::clamp<std::int64_t>(start, 0, length);
  const std::int64_t insideEnd = std::clamp<std::int64_t>(end, insideStart, length);
  const auto madeUp = [&](std::int64_t position) {
    To value{};
    if (padding == Padding::zero) return value;
    if (padding == Padding::reflect) position = position < 0 ? -position : 2 * (length - 1) - position;
    copySamples(clip + std::clamp<std::int64_t>(position, 0, length - 1), 1, &value);
    return value;
  };
  for (std::int64_t i = start; i < std::min<std::int64_t>(end, 0); ++i) to[i - start] = madeUp(i);
  copySamples(clip + insideStart, static_cast<std::size_t>(insideEnd - insideStart), to + (insideStart - start));
  for (std::int64_t i = std::max(start, length); i < end; ++i) to[i - start] = madeUp(i);
}

inline void loadSamples(const Batch& batch, std::size_t clip, std::int64_t start, std::size_t count,
                        Padding padding, float* to) {
  std::visit(
      [&](const auto* samples) {
        loadSamples(samples + batch.offsets[clip], batch.length(clip), start, count, padding, to);
      },
      batch.samples);
}

/// Where frame `index` starts in its clip: at index × hopLength, half a frame earlier if centred.
inline std::int64_t frameStart(std::size_t index, std::size_t frameLength, std::int64_t hopLength, bool center) {
  return static_cast<std::int64_t>(index) * hopLength - (center ? static_cast<std::int64_t>(frameLength / 2) : 0);
}

/// Copies frame `index` of a clip to `to`.
inline void loadFrame(const Batch& batch, std::size_t clip, std::size_t index, std::size_t frameLength,
                      std::int64_t hopLength, bool center, Padding padding, float* to) {
  loadSamples(batch, clip, frameStart(index, frameLength, hopLength, center), frameLength, padding, to);
}

}  // namespace ser::dsp::SER_SIMD
