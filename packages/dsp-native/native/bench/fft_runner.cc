#include <cstddef>
#include <variant>

#include "cpu/frame_fft.h"
#include "cpu/spectrum_sinks.h"

namespace ser::dsp::SER_SIMD {
namespace {

/// Samples as they are, without a window.
struct PlainSamples {
  const float* samples;

  double operator[](std::size_t n) const { return samples[n]; }

  template <class V>
  void operator()(std::size_t n, V& even, V& odd) const {
    const auto low = loadSome<width<V>>(samples + n);
    const auto high = loadSome<width<V>>(samples + n + width<V>);
    even = __builtin_convertvector(firstOfPairs(low, high), V);
    odd = __builtin_convertvector(secondOfPairs(low, high), V);
  }
};

}  // namespace

/// The transforms that `stft` uses, of `count` frames of `size` samples end to end, to rows of interleaved values.
void transformFrames(std::size_t size, const float* samples, std::size_t count, float* spectra) {
  static FftCache<SingleFft> cache;
  std::visit(
      [&](const auto& fft) {
        typename std::remove_cvref_t<decltype(fft)>::Buffers buffers(fft);
        for (std::size_t i = 0; i < count; ++i) {
          fft.transform(PlainSamples{samples + i * size}, ComplexSink(spectra + i * 2 * fft.bins()), buffers);
        }
      },
      cache.of(size));
}

}  // namespace ser::dsp::SER_SIMD
