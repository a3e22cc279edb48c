#pragma once

#include <cstddef>
#include <memory>

namespace ser::dsp::SER_SIMD {

/// Complex values, real and imaginary parts apart.
struct ComplexSpan {
  double* re;
  double* im;
};

/// The forward discrete Fourier transform of one size, not scaled. It holds no buffers, so any number of
/// threads may use one. In double: spectra span more decades than float32's rounding noise leaves room for.
class ComplexFft {
 public:
  virtual ~ComplexFft() = default;

  /// Complex values that `transform` needs as scratch memory.
  virtual std::size_t scratchSize() const = 0;

  /// Transforms `data` in place.
  virtual void transform(ComplexSpan data, ComplexSpan scratch) const = 0;
};

/// Any size from 1 on; products of 2, 3, 4 and 5 are several times faster than others.
std::unique_ptr<ComplexFft> makeComplexFft(std::size_t size);

}  // namespace ser::dsp::SER_SIMD
