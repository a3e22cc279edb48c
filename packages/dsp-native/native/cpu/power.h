#pragma once

#include <cmath>
#include <cstddef>

namespace ser::dsp {

/// |re + i im| to the power `exponent`, bin by bin.
inline void powerSpectrum(const double* re, const double* im, std::size_t bins, double exponent,
                          float* power) {
  const auto squared = [&](std::size_t k) { return re[k] * re[k] + im[k] * im[k]; };
  if (exponent == 2) {
    for (std::size_t k = 0; k < bins; ++k) power[k] = static_cast<float>(squared(k));
  } else if (exponent == 1) {
    for (std::size_t k = 0; k < bins; ++k) power[k] = static_cast<float>(std::sqrt(squared(k)));
  } else {
    for (std::size_t k = 0; k < bins; ++k) power[k] = static_cast<float>(std::pow(squared(k), exponent / 2));
  }
}

}  // namespace ser::dsp
