#pragma once

#include <cstddef>

namespace ser::dsp {

/// The product of a frame and its window, in double as the window is.
inline void applyWindow(const float* samples, const double* window, std::size_t count, double* frame) {
  for (std::size_t i = 0; i < count; ++i) frame[i] = static_cast<double>(samples[i]) * window[i];
}

}  // namespace ser::dsp
