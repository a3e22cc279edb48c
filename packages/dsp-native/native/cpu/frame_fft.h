#pragma once

#include <cstddef>
#include <optional>
#include <variant>

#include "power_of_two_fft.h"
#include "real_fft.h"

namespace ser::dsp::SER_SIMD {

/// Transforms in double. Mel bands must be right to a part of the *bands'* largest value, which may be far less than
/// the spectrum's: in single precision a loud tone outside the bands drowns them in its rounding noise.
using DoubleFft = std::variant<PowerOfTwoFft<double>, RealFft>;

/// Transforms in single precision where there are fast ones: twice as fast, and good for answers that must be right to a
/// part of the spectrum's largest value. For noise, tones, impulses and chirps alike the error is below 1e-6 of
/// that (test/spectra.test.ts).
using SingleFft = std::variant<PowerOfTwoFft<float>, PowerOfTwoFft<double>, RealFft>;

/// The first of a variant's transforms that can do the size.
template <class Fft, std::size_t i = 0>
Fft makeFft(std::size_t size) {
  if constexpr (i + 1 < std::variant_size_v<Fft>) {
    using Fast = std::variant_alternative_t<i, Fft>;
    if (!Fast::canDo(size)) return makeFft<Fft, i + 1>(size);
    return Fft(std::in_place_index<i>, size);
  } else {
    return Fft(std::in_place_index<i>, size);
  }
}

/// Makes transforms and keeps the last one.
template <class Fft>
class FftCache {
 public:
  const Fft& of(std::size_t size) {
    if (!fft_ || sizeOf(*fft_) != size) fft_ = makeFft<Fft>(size);
    return *fft_;
  }

 private:
  static std::size_t sizeOf(const Fft& fft) {
    return std::visit([](const auto& one) { return one.size(); }, fft);
  }

  std::optional<Fft> fft_;
};

}  // namespace ser::dsp::SER_SIMD
