#pragma once

#include "complex.h"

namespace ser::dsp::cuda {

/// exp(-2πik / 16), for k = 0 … 7.
template <class T>
SER_DEVICE constexpr Complex<T> sixteenthTurn(int k) {
  constexpr double cosines[13] = {
      1,  0.92387953251128675613,  0.70710678118654752440,  0.38268343236508977173,
      0,  -0.38268343236508977173, -0.70710678118654752440, -0.92387953251128675613,
      -1, -0.92387953251128675613, -0.70710678118654752440, -0.38268343236508977173,
      0};
  // sin x = cos(x - π/2), and -sin x = cos(x + π/2).
  return {static_cast<T>(cosines[k]), static_cast<T>(cosines[k + 4])};
}

/// The discrete Fourier transform of `radix` values, `stride` apart, in place.
template <int radix, int stride, class T>
struct Butterfly;

template <int stride, class T>
struct Butterfly<1, stride, T> {
  SER_DEVICE static void run(Complex<T>*) {}
};

template <int stride, class T>
struct Butterfly<2, stride, T> {
  SER_DEVICE static void run(Complex<T>* x) {
    const Complex<T> difference = x[0] - x[stride];
    x[0] = x[0] + x[stride];
    x[stride] = difference;
  }
};

template <int stride, class T>
struct Butterfly<4, stride, T> {
  SER_DEVICE static void run(Complex<T>* x) {
    const Complex<T> evenSum = x[0] + x[2 * stride];
    const Complex<T> even = x[0] - x[2 * stride];
    const Complex<T> oddSum = x[stride] + x[3 * stride];
    const Complex<T> odd = turnRight(x[stride] - x[3 * stride]);
    x[0] = evenSum + oddSum;
    x[stride] = even + odd;
    x[2 * stride] = evenSum - oddSum;
    x[3 * stride] = even - odd;
  }
};

/// Cooley and Tukey's step from two sizes to their product, n = n1 × columns + n2: transforms of the columns,
/// turns, transforms of the rows.
template <int rows, int columns, int stride, class T>
SER_DEVICE void combine(Complex<T>* x) {
  constexpr int size = rows * columns;
  SER_UNROLL
  for (int column = 0; column < columns; ++column)
    Butterfly<rows, columns * stride, T>::run(x + column * stride);
  SER_UNROLL
  for (int row = 1; row < rows; ++row) {
    SER_UNROLL
    for (int column = 1; column < columns; ++column) {
      Complex<T>& value = x[(row * columns + column) * stride];
      // A turn of more than half a circle is minus one of less.
      const int turn = row * column * (16 / size);
      if (turn == 4) {
        value = turnRight(value);
      } else if (turn < 8) {
        value = value * sixteenthTurn<T>(turn);
      } else {
        const Complex<T> turned = value * sixteenthTurn<T>(turn - 8);
        value = {-turned.re, -turned.im};
      }
    }
  }
  SER_UNROLL
  for (int row = 0; row < rows; ++row) Butterfly<columns, stride, T>::run(x + row * columns * stride);
  // Output k1 + rows × k2 stands at k1 × columns + k2.
  Complex<T> ordered[size];
  SER_UNROLL
  for (int row = 0; row < rows; ++row) {
    SER_UNROLL
    for (int column = 0; column < columns; ++column) {
      ordered[row + rows * column] = x[(row * columns + column) * stride];
    }
  }
  SER_UNROLL
  for (int i = 0; i < size; ++i) x[i * stride] = ordered[i];
}

template <int stride, class T>
struct Butterfly<8, stride, T> {
  SER_DEVICE static void run(Complex<T>* x) { combine<2, 4, stride>(x); }
};

template <int stride, class T>
struct Butterfly<16, stride, T> {
  SER_DEVICE static void run(Complex<T>* x) { combine<4, 4, stride>(x); }
};

}  // namespace ser::dsp::cuda
