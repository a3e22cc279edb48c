#include "real_fft.h"

#include <cmath>
#include <numbers>

#include "ser/vectorise.h"

namespace ser::dsp::SER_SIMD {

RealFft::RealFft(std::size_t size) : size_(size), complex_(makeComplexFft(size % 2 == 0 ? size / 2 : size)) {
  if (size % 2 != 0) return;
  for (std::size_t k = 0; k <= size / 4; ++k) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(size);
    cos_.push_back(std::cos(angle));
    sin_.push_back(std::sin(angle));
  }
}

RealFft::Buffers::Buffers(const RealFft& fft)
    // One value over half a spectrum is the last bin of an even size; odd sizes are transformed in full.
    : re_(fft.size_ % 2 == 0 ? fft.bins() : fft.size_),
      im_(re_.size()),
      scratchRe_(fft.complex_->scratchSize()),
      scratchIm_(fft.complex_->scratchSize()) {}

void RealFft::transformComplex(Buffers& buffers) const {
  complex_->transform({buffers.re_.data(), buffers.im_.data()},
                      {buffers.scratchRe_.data(), buffers.scratchIm_.data()});
}

void RealFft::transformPairs(Buffers& buffers) const {
  transformComplex(buffers);
  double* re = buffers.re_.data();
  double* im = buffers.im_.data();
  const double* cos = cos_.data();
  const double* sin = sin_.data();
  const std::size_t half = size_ / 2;

  // Apart again: even samples have the spectrum E = (Z[k] + conj Z[-k]) / 2, odd ones O = (Z[k] - conj Z[-k])
  // / 2i, and bins k and half - k are E ± exp(-2πik / size) O.
  const double evenSum = re[0];
  const double oddSum = im[0];
  re[0] = evenSum + oddSum;
  im[0] = 0;
  re[half] = evenSum - oddSum;
  im[half] = 0;
  SER_INDEPENDENT_ITERATIONS
  for (std::size_t k = 1; 2 * k < half; ++k) {
    const std::size_t mirror = half - k;
    const double evenRe = 0.5 * (re[k] + re[mirror]);
    const double evenIm = 0.5 * (im[k] - im[mirror]);
    const double oddRe = 0.5 * (im[k] + im[mirror]);
    const double oddIm = 0.5 * (re[mirror] - re[k]);
    const double turnedRe = oddRe * cos[k] + oddIm * sin[k];
    const double turnedIm = oddIm * cos[k] - oddRe * sin[k];
    re[k] = evenRe + turnedRe;
    im[k] = evenIm + turnedIm;
    re[mirror] = evenRe - turnedRe;
    im[mirror] = turnedIm - evenIm;
  }
  if (half % 2 == 0) im[half / 2] = -im[half / 2];
}

}  // namespace ser::dsp::SER_SIMD
