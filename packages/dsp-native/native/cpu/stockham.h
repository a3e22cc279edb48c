#pragma once

#include <cstddef>
#include <vector>

#include "complex_fft.h"

namespace ser::dsp::SER_SIMD {

/// Stockham's transform: passes of radix 4, then 2, 3 and 5, from one buffer to another and back. Each leaves
/// its results in order, so there is no bit reversal, and its inner loops run over neighbouring values.
class StockhamFft final : public ComplexFft {
 public:
  /// Whether `size` is a product of 2, 3 and 5.
  static bool canDo(std::size_t size);

  explicit StockhamFft(std::size_t size);

  std::size_t scratchSize() const override { return size_; }
  void transform(ComplexSpan data, ComplexSpan scratch) const override;

  /// `stride` interleaved transforms of size radix × count become radix times as many of size count.
  struct Pass {
    std::size_t radix;
    std::size_t count;
    std::size_t stride;
    /// exp(-2πi p r / (radix × count)) at (r - 1) × count + p, for r = 1 … radix - 1.
    std::vector<double> turnRe;
    std::vector<double> turnIm;
  };

 private:
  std::size_t size_;
  std::vector<Pass> passes_;
};

}  // namespace ser::dsp::SER_SIMD
