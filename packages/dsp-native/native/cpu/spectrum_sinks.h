#pragma once

#include <cmath>
#include <cstddef>

#include "shuffles.h"

namespace ser::dsp::SER_SIMD {

// Where an FFT's results go: see PowerOfTwoFft::transform. A value is a number or a vector of neighbouring bins.

template <class V>
inline Vec<float, width<V>> toFloats(V values) {
  return __builtin_convertvector(values, Vec<float, width<V>>);
}

/// |re + i im|².
class PowerSink {
 public:
  explicit PowerSink(float* power) : power_(power) {}

  template <class V>
  void ascending(std::size_t k, V re, V im) const {
    store(power_ + k, toFloats(re * re + im * im));
  }

  template <class V>
  void descending(std::size_t k, V re, V im) const {
    store(power_ + k - (width<V> - 1), reversed(toFloats(re * re + im * im)));
  }

  template <class T>
  void single(std::size_t k, T re, T im) const {
    power_[k] = static_cast<float>(re * re + im * im);
  }

 private:
  float* power_;
};

/// |re + i im| to the power `exponent`, value by value.
class MagnitudeSink {
 public:
  MagnitudeSink(double exponent, float* values) : exponent_(exponent), values_(values) {}

  template <class V>
  void ascending(std::size_t k, V re, V im) const {
    for (std::size_t i = 0; i < width<V>; ++i) single(k + i, re[i], im[i]);
  }

  template <class V>
  void descending(std::size_t k, V re, V im) const {
    for (std::size_t i = 0; i < width<V>; ++i) single(k - i, re[i], im[i]);
  }

  template <class T>
  void single(std::size_t k, T re, T im) const {
    const T squared = re * re + im * im;
    values_[k] = static_cast<float>(exponent_ == 1 ? std::sqrt(squared) : std::pow(squared, exponent_ / 2));
  }

 private:
  double exponent_;
  float* values_;
};

/// Complex values, re and im interleaved.
class ComplexSink {
 public:
  explicit ComplexSink(float* values) : values_(values) {}

  template <class V>
  void ascending(std::size_t k, V re, V im) const {
    storePairs(values_ + 2 * k, toFloats(re), toFloats(im));
  }

  template <class V>
  void descending(std::size_t k, V re, V im) const {
    storePairs(values_ + 2 * (k - (width<V> - 1)), reversed(toFloats(re)), reversed(toFloats(im)));
  }

  template <class T>
  void single(std::size_t k, T re, T im) const {
    values_[2 * k] = static_cast<float>(re);
    values_[2 * k + 1] = static_cast<float>(im);
  }

 private:
  float* values_;
};

}  // namespace ser::dsp::SER_SIMD
