#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "../engine.h"
#include "framing.h"
#include "real_fft.h"
#include "ser/aligned_vector.h"
#include "shuffles.h"

namespace ser::dsp::SER_SIMD {

/// What 1 is in samples of a type.
template <class Sample>
inline constexpr double fullScale = std::is_same_v<Sample, std::int16_t> ? 32768 : 1;

/// Samples times a window: what an FFT transforms (see PowerOfTwoFft::transform). The window already holds the samples'
/// scale, which is a power of two and changes no digit.
template <class T, class Sample>
struct WindowedSamples {
  const Sample* samples;
  const T* window;  // for pairs: a vector of even and one of odd places, in turn

  double operator[](std::size_t n) const { return static_cast<double>(samples[n]) * window[n]; }

  void operator()(std::size_t n, Vec<T>& even, Vec<T>& odd) const {
    constexpr std::size_t W = lanes<T>;
    if constexpr (std::is_same_v<Sample, std::int16_t>) {
      // Pairs as 32-bit integers, of which the even sample is the lower half.
      const auto pairs = loadSome<2 * W>(samples + n);
      const auto both = std::bit_cast<Vec<std::int32_t, W>>(pairs);
      even = __builtin_convertvector((both << 16) >> 16, Vec<T>);
      odd = __builtin_convertvector(both >> 16, Vec<T>);
    } else {
      const auto low = loadSome<W>(samples + n);
      const auto high = loadSome<W>(samples + n + W);
      even = __builtin_convertvector(firstOfPairs(low, high), Vec<T>);
      odd = __builtin_convertvector(secondOfPairs(low, high), Vec<T>);
    }
    even *= load(window + n);
    odd *= load(window + n + W);
  }
};

/// A thread's road from a clip's frame to its spectrum: framing, window, FFT.
template <class Fft, class Sample>
class FrameSpectrum {
 public:
  /// Refers to its arguments, which must live longer.
  FrameSpectrum(const Fft& fft, const StftParams& params, const Batch& batch, const Sample* samples)
      : fft_(fft),
        params_(params),
        batch_(batch),
        samples_(samples),
        window_(arranged(params.window)),
        padded_(params.fftSize),
        buffers_(fft) {}

  /// Spectrum of frame `index` of a clip, into `sink` (see PowerOfTwoFft::transform).
  template <class Sink>
  void compute(std::size_t clip, std::size_t index, const Sink& sink) {
    fft_.transform(WindowedSamples<T, Sample>{frame(clip, index), window_.data()}, sink, buffers_);
  }

 private:
  using T = typename Fft::Value;

  static AlignedVector<T> arranged(const std::vector<double>& window) {
    AlignedVector<T> result;
    const auto push = [&](double value) { result.push_back(static_cast<T>(value / fullScale<Sample>)); };
    if constexpr (std::is_same_v<Fft, RealFft>) {
      for (const double value : window) push(value);
    } else {
      constexpr std::size_t W = lanes<T>;
      for (std::size_t row = 0; row < window.size(); row += 2 * W) {
        for (std::size_t i = 0; i < W; ++i) push(window[row + 2 * i]);
        for (std::size_t i = 0; i < W; ++i) push(window[row + 2 * i + 1]);
      }
    }
    return result;
  }

  /// In place if it lies within the clip, else a copy.
  const Sample* frame(std::size_t clip, std::size_t index) {
    const std::int64_t start = frameStart(index, params_.fftSize, params_.hopLength, params_.center);
    const std::size_t length = batch_.length(clip);
    const Sample* clipSamples = samples_ + batch_.offsets[clip];
    const bool within = start >= 0 && static_cast<std::size_t>(start) + params_.fftSize <= length;
    if (within) return clipSamples + start;
    loadSamples(clipSamples, length, start, params_.fftSize, params_.reflect ? Padding::reflect : Padding::zero,
                padded_.data());
    return padded_.data();
  }

  const Fft& fft_;
  const StftParams& params_;
  const Batch& batch_;
  const Sample* samples_;
  AlignedVector<T> window_;
  AlignedVector<Sample> padded_;
  typename Fft::Buffers buffers_;
};

}  // namespace ser::dsp::SER_SIMD
