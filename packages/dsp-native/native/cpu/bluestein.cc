#include "bluestein.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace ser::dsp::SER_SIMD {

BluesteinFft::BluesteinFft(std::size_t size)
    : size_(size),
      innerSize_(std::bit_ceil(2 * size - 1)),
      inner_(innerSize_),
      chirpRe_(size),
      chirpIm_(size),
      filterRe_(innerSize_),
      filterIm_(innerSize_) {
  const double scale = 1.0 / static_cast<double>(innerSize_);
  for (std::size_t n = 0; n < size; ++n) {
    // n² modulo the chirp's period keeps the angle exact.
    const auto square = static_cast<std::uint64_t>(n) * n % (2 * size);
    const double angle = std::numbers::pi * static_cast<double>(square) / static_cast<double>(size);
    chirpRe_[n] = std::cos(angle);
    chirpIm_[n] = -std::sin(angle);
    for (const std::size_t place : {n, (innerSize_ - n) % innerSize_}) {
      filterRe_[place] = scale * std::cos(angle);
      filterIm_[place] = scale * std::sin(angle);
    }
  }
  std::vector<double> scratch(2 * innerSize_);
  inner_.transform({filterRe_.data(), filterIm_.data()}, {scratch.data(), scratch.data() + innerSize_});
}

void BluesteinFft::transform(ComplexSpan data, ComplexSpan scratch) const {
  const ComplexSpan padded = scratch;
  const ComplexSpan spare{scratch.re + innerSize_, scratch.im + innerSize_};
  for (std::size_t n = 0; n < size_; ++n) {
    padded.re[n] = data.re[n] * chirpRe_[n] - data.im[n] * chirpIm_[n];
    padded.im[n] = data.re[n] * chirpIm_[n] + data.im[n] * chirpRe_[n];
  }
  std::fill(padded.re + size_, padded.re + innerSize_, 0.0);
  std::fill(padded.im + size_, padded.im + innerSize_, 0.0);
  inner_.transform(padded, spare);
  for (std::size_t k = 0; k < innerSize_; ++k) {
    const double re = padded.re[k] * filterRe_[k] - padded.im[k] * filterIm_[k];
    padded.im[k] = padded.re[k] * filterIm_[k] + padded.im[k] * filterRe_[k];
    padded.re[k] = re;
  }
  // The inverse transform is a forward one with real and imaginary parts swapped, before and after.
  inner_.transform({padded.im, padded.re}, {spare.im, spare.re});
  for (std::size_t n = 0; n < size_; ++n) {
    data.re[n] = padded.re[n] * chirpRe_[n] - padded.im[n] * chirpIm_[n];
    data.im[n] = padded.re[n] * chirpIm_[n] + padded.im[n] * chirpRe_[n];
  }
}

}  // namespace ser::dsp::SER_SIMD
