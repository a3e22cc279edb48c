#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "complex_fft.h"
#include "ser/aligned_vector.h"
#include "shuffles.h"

namespace ser::dsp::SER_SIMD {

/// The non-redundant half of the spectrum of `size` real values (`numpy.fft.rfft`), of any size, in double. Any number
/// of threads may use one.
class RealFft {
 public:
  explicit RealFft(std::size_t size);

  using Value = double;

  std::size_t size() const { return size_; }
  std::size_t bins() const { return size_ / 2 + 1; }

  /// A thread's own scratch memory.
  class Buffers {
   public:
    explicit Buffers(const RealFft& fft);

   private:
    friend class RealFft;
    AlignedVector<double> re_, im_;
    AlignedVector<double> scratchRe_, scratchIm_;
  };

  /// As PowerOfTwoFft::transform, but `source[n]` gives sample n.
  template <class Source, class Sink>
  void transform(const Source& source, const Sink& sink, Buffers& buffers) const {
    double* re = buffers.re_.data();
    double* im = buffers.im_.data();
    if (size_ % 2 == 0) {
      // Even samples are packed as real and odd ones as imaginary parts, so that half a complex transform does.
      for (std::size_t n = 0; n < size_ / 2; ++n) {
        re[n] = source[2 * n];
        im[n] = source[2 * n + 1];
      }
      transformPairs(buffers);
    } else {
      for (std::size_t n = 0; n < size_; ++n) {
        re[n] = source[n];
        im[n] = 0;
      }
      transformComplex(buffers);
    }
    std::size_t k = 0;
    for (constexpr std::size_t W = lanes<double>; k + W <= bins(); k += W) sink.ascending(k, load(re + k), load(im + k));
    for (; k < bins(); ++k) sink.single(k, re[k], im[k]);
  }

 private:
  void transformPairs(Buffers& buffers) const;
  void transformComplex(Buffers& buffers) const;

  std::size_t size_;
  std::unique_ptr<ComplexFft> complex_;
  std::vector<double> cos_;  // exp(-2πik / size), of even sizes
  std::vector<double> sin_;
};

}  // namespace ser::dsp::SER_SIMD
