#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "../engine.h"
#include "dot.h"
#include "framing.h"

namespace ser::dsp::SER_SIMD {

/// A thread's polyphase resampler, with a buffer for the input that a run of outputs needs.
class Resampler {
 public:
  /// Refers to `params`, which must live longer.
  explicit Resampler(const ResampleParams& params) : params_(params) {}

  /// Writes outputs first … first + count of a clip to `to`.
  void resample(const Batch& batch, std::size_t clip, std::size_t first, std::size_t count, float* to) {
    const std::uint64_t up = params_.up;
    const std::uint64_t down = params_.down;
    const std::uint64_t firstBase = first * down / up;
    const std::uint64_t lastBase = (first + count - 1) * down / up;
    input_.resize(lastBase - firstBase + params_.taps);
    loadSamples(batch, clip, static_cast<std::int64_t>(firstBase) - params_.delay, input_.size(),
                Padding::zero, input_.data());
    for (std::size_t k = 0; k < count; ++k) {
      const std::uint64_t position = (first + k) * down;
      to[k] = filter(input_.data() + (position / up - firstBase), position % up);
    }
  }

 private:
  /// The output `remainder / up` of the way from one input sample to the next.
  float filter(const float* input, std::uint64_t remainder) const {
    const std::size_t taps = params_.taps;
    const float* coefficients = params_.coefficients.data();
    if (!params_.interpolated) return dot(coefficients + remainder * taps, input, taps);
    const double position = static_cast<double>(remainder) * params_.phases / params_.up;
    const auto row = static_cast<std::size_t>(position);
    const float before = dot(coefficients + row * taps, input, taps);
    const float after = dot(coefficients + (row + 1) * taps, input, taps);
    return before + static_cast<float>(position - static_cast<double>(row)) * (after - before);
  }

  const ResampleParams& params_;
  std::vector<float> input_;
};

}  // namespace ser::dsp::SER_SIMD
