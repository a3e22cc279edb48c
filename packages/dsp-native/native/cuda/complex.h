#pragma once

#include "block.h"

namespace ser::dsp::cuda {

/// Aligned so that a value is one access of memory.
template <class T>
struct alignas(2 * sizeof(T)) Complex {
  T re;
  T im;
};

template <class T>
SER_DEVICE Complex<T> operator+(Complex<T> a, Complex<T> b) {
  return {a.re + b.re, a.im + b.im};
}

template <class T>
SER_DEVICE Complex<T> operator-(Complex<T> a, Complex<T> b) {
  return {a.re - b.re, a.im - b.im};
}

template <class T>
SER_DEVICE Complex<T> operator*(Complex<T> a, Complex<T> b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

template <class T>
SER_DEVICE Complex<T> conjugate(Complex<T> a) {
  return {a.re, -a.im};
}

/// a × -i
template <class T>
SER_DEVICE Complex<T> turnRight(Complex<T> a) {
  return {a.im, -a.re};
}

}  // namespace ser::dsp::cuda
