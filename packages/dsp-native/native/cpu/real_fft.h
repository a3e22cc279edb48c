#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "complex_fft.h"

namespace ser::dsp {

/// The non-redundant half of the spectrum of `size` real values (`numpy.fft.rfft`). Any number of threads may
/// use one.
class RealFft {
 public:
  explicit RealFft(std::size_t size);

  std::size_t size() const { return size_; }
  std::size_t bins() const { return size_ / 2 + 1; }

  /// A thread's own buffers: the result, and scratch memory.
  class Buffers {
   public:
    explicit Buffers(const RealFft& fft);

    /// `bins()` values each, once `transform` has filled them.
    const double* re() const { return re_.data(); }
    const double* im() const { return im_.data(); }

   private:
    friend class RealFft;
    std::vector<double> re_, im_;
    std::vector<double> scratchRe_, scratchIm_;
  };

  /// Reads `size()` values.
  void transform(const double* input, Buffers& buffers) const;

 private:
  void transformEven(const double* input, Buffers& buffers) const;
  void transformOdd(const double* input, Buffers& buffers) const;

  std::size_t size_;
  std::unique_ptr<ComplexFft> complex_;
  std::vector<double> cos_;  // exp(-2πik / size), of even sizes
  std::vector<double> sin_;
};

}  // namespace ser::dsp
