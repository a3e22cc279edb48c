#pragma once

#include <cstddef>
#include <vector>

#include "complex_fft.h"
#include "stockham.h"

namespace ser::dsp::SER_SIMD {

/// Bluestein's chirp transform: any size, as a convolution by transforms of a power of two.
class BluesteinFft final : public ComplexFft {
 public:
  explicit BluesteinFft(std::size_t size);

  std::size_t scratchSize() const override { return 2 * innerSize_; }
  void transform(ComplexSpan data, ComplexSpan scratch) const override;

 private:
  std::size_t size_;
  std::size_t innerSize_;
  StockhamFft inner_;
  // exp(-iπn² / size)
  std::vector<double> chirpRe_;
  std::vector<double> chirpIm_;
  // Spectrum of the conjugate chirp, wrapped around and divided by the inner size.
  std::vector<double> filterRe_;
  std::vector<double> filterIm_;
};

}  // namespace ser::dsp::SER_SIMD
