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

/// |re + i im| to the power `exponent`.
class PowerSink {
 public:
  PowerSink(double exponent, float* power) : exponent_(exponent), power_(power) {}

  template <class V>
  void ascending(std::size_t k, V re, V im) const {
    store(power_ + k, toFloats(raised(re * re + im * im)));
  }

  template <class V>
  void descending(std::size_t k, V re, V im) const {
    store(power_ + k - (width<V> - 1), reversed(toFloats(raised(re * re + im * im))));
  }

  template <class T>
  void single(std::size_t k, T re, T im) const {
    const T squared = re * re + im * im;
    power_[k] = static_cast<float>(exponent_ == 2 ? squared : raisedOne(squared));
  }

 private:
  template <class V>
  V raised(V squared) const {
    if (exponent_ != 2) {
      for (std::size_t i = 0; i < width<V>; ++i) squared[i] = raisedOne(squared[i]);
    }
    return squared;
  }

  template <class T>
  T raisedOne(T squared) const {
    return exponent_ == 1 ? std::sqrt(squared) : static_cast<T>(std::pow(squared, exponent_ / 2));
  }

  double exponent_;
  float* power_;
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
