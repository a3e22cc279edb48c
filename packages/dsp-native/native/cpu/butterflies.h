#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace ser::dsp::SER_SIMD {

// The discrete Fourier transform of a few complex values x + iy, in place, in order. A value is a number or a vector
// of independent ones.

/// A number of V's type.
template <class V>
struct ScalarType {
  using type = std::remove_cvref_t<decltype(std::declval<V&>()[0])>;
};
template <>
struct ScalarType<double> {
  using type = double;
};
template <class V>
using Scalar = typename ScalarType<V>::type;

/// (re + i im) × (c + i s), in place.
template <class V, class Factor>
inline void turn(V& re, V& im, Factor c, Factor s) {
  const V before = re;
  re = before * c - im * s;
  im = before * s + im * c;
}

template <class V>
inline void butterfly(V (&x)[2], V (&y)[2]) {
  const V re = x[0] - x[1];
  const V im = y[0] - y[1];
  x[0] += x[1];
  y[0] += y[1];
  x[1] = re;
  y[1] = im;
}

template <class V>
inline void butterfly(V (&x)[3], V (&y)[3]) {
  constexpr Scalar<V> half = 0.5;
  constexpr auto sin60 = static_cast<Scalar<V>>(0.86602540378443864676);
  const V sumRe = x[1] + x[2];
  const V sumIm = y[1] + y[2];
  const V turnedRe = sin60 * (y[1] - y[2]);
  const V turnedIm = sin60 * (x[2] - x[1]);
  const V centreRe = x[0] - half * sumRe;
  const V centreIm = y[0] - half * sumIm;
  x[0] += sumRe;
  y[0] += sumIm;
  x[1] = centreRe + turnedRe;
  y[1] = centreIm + turnedIm;
  x[2] = centreRe - turnedRe;
  y[2] = centreIm - turnedIm;
}

template <class V>
inline void butterfly(V (&x)[4], V (&y)[4]) {
  const V evenSumRe = x[0] + x[2];
  const V evenSumIm = y[0] + y[2];
  const V evenRe = x[0] - x[2];
  const V evenIm = y[0] - y[2];
  const V oddSumRe = x[1] + x[3];
  const V oddSumIm = y[1] + y[3];
  const V turnedRe = y[1] - y[3];
  const V turnedIm = x[3] - x[1];
  x[0] = evenSumRe + oddSumRe;
  y[0] = evenSumIm + oddSumIm;
  x[1] = evenRe + turnedRe;
  y[1] = evenIm + turnedIm;
  x[2] = evenSumRe - oddSumRe;
  y[2] = evenSumIm - oddSumIm;
  x[3] = evenRe - turnedRe;
  y[3] = evenIm - turnedIm;
}

template <class V>
inline void butterfly(V (&x)[5], V (&y)[5]) {
  constexpr auto cos72 = static_cast<Scalar<V>>(0.30901699437494742410);
  constexpr auto cos144 = static_cast<Scalar<V>>(-0.80901699437494742410);
  constexpr auto sin72 = static_cast<Scalar<V>>(0.95105651629515357212);
  constexpr auto sin144 = static_cast<Scalar<V>>(0.58778525229247312917);
  const V nearSumRe = x[1] + x[4];
  const V nearSumIm = y[1] + y[4];
  const V farSumRe = x[2] + x[3];
  const V farSumIm = y[2] + y[3];
  const V nearRe = y[1] - y[4];
  const V nearIm = x[4] - x[1];
  const V farRe = y[2] - y[3];
  const V farIm = x[3] - x[2];
  const V firstRe = x[0] + cos72 * nearSumRe + cos144 * farSumRe;
  const V firstIm = y[0] + cos72 * nearSumIm + cos144 * farSumIm;
  const V secondRe = x[0] + cos144 * nearSumRe + cos72 * farSumRe;
  const V secondIm = y[0] + cos144 * nearSumIm + cos72 * farSumIm;
  const V firstTurnedRe = sin72 * nearRe + sin144 * farRe;
  const V firstTurnedIm = sin72 * nearIm + sin144 * farIm;
  const V secondTurnedRe = sin144 * nearRe - sin72 * farRe;
  const V secondTurnedIm = sin144 * nearIm - sin72 * farIm;
  x[0] += nearSumRe + farSumRe;
  y[0] += nearSumIm + farSumIm;
  x[1] = firstRe + firstTurnedRe;
  y[1] = firstIm + firstTurnedIm;
  x[2] = secondRe + secondTurnedRe;
  y[2] = secondIm + secondTurnedIm;
  x[3] = secondRe - secondTurnedRe;
  y[3] = secondIm - secondTurnedIm;
  x[4] = firstRe - firstTurnedRe;
  y[4] = firstIm - firstTurnedIm;
}

template <class V>
inline void butterfly(V (&x)[8], V (&y)[8]) {
  constexpr auto cos45 = static_cast<Scalar<V>>(0.70710678118654752440);
  V evenRe[4] = {x[0], x[2], x[4], x[6]};
  V evenIm[4] = {y[0], y[2], y[4], y[6]};
  V oddRe[4] = {x[1], x[3], x[5], x[7]};
  V oddIm[4] = {y[1], y[3], y[5], y[7]};
  butterfly(evenRe, evenIm);
  butterfly(oddRe, oddIm);
  // Odd values turned by 0, 45, 90 and 135 degrees.
  const V turnedRe[4] = {oddRe[0], cos45 * (oddRe[1] + oddIm[1]), oddIm[2], cos45 * (oddIm[3] - oddRe[3])};
  const V turnedIm[4] = {oddIm[0], cos45 * (oddIm[1] - oddRe[1]), -oddRe[2], -cos45 * (oddRe[3] + oddIm[3])};
  for (std::size_t k = 0; k < 4; ++k) {
    x[k] = evenRe[k] + turnedRe[k];
    y[k] = evenIm[k] + turnedIm[k];
    x[k + 4] = evenRe[k] - turnedRe[k];
    y[k + 4] = evenIm[k] - turnedIm[k];
  }
}

template <class V>
inline void butterfly(V (&x)[16], V (&y)[16]) {
  constexpr auto cos22 = static_cast<Scalar<V>>(0.92387953251128675613);
  constexpr auto sin22 = static_cast<Scalar<V>>(0.38268343236508977173);
  constexpr auto cos45 = static_cast<Scalar<V>>(0.70710678118654752440);
  V re[4][4];
  V im[4][4];
  for (std::size_t j = 0; j < 4; ++j) {
    for (std::size_t i = 0; i < 4; ++i) {
      re[j][i] = x[j + 4 * i];
      im[j][i] = y[j + 4 * i];
    }
    butterfly(re[j], im[j]);
  }
  // Value k of quarter j turned by jk times 22.5 degrees.
  const auto by45 = [&](V& a, V& b) {
    const V before = a;
    a = cos45 * (before + b);
    b = cos45 * (b - before);
  };
  const auto by135 = [&](V& a, V& b) {
    const V before = a;
    a = cos45 * (b - before);
    b = -cos45 * (before + b);
  };
  turn(re[1][1], im[1][1], cos22, -sin22);
  by45(re[1][2], im[1][2]);
  turn(re[1][3], im[1][3], sin22, -cos22);
  by45(re[2][1], im[2][1]);
  const V quarterTurned = -re[2][2];
  re[2][2] = im[2][2];
  im[2][2] = quarterTurned;
  by135(re[2][3], im[2][3]);
  turn(re[3][1], im[3][1], sin22, -cos22);
  by135(re[3][2], im[3][2]);
  turn(re[3][3], im[3][3], -cos22, sin22);
  for (std::size_t k = 0; k < 4; ++k) {
    V a[4] = {re[0][k], re[1][k], re[2][k], re[3][k]};
    V b[4] = {im[0][k], im[1][k], im[2][k], im[3][k]};
    butterfly(a, b);
    for (std::size_t i = 0; i < 4; ++i) {
      x[k + 4 * i] = a[i];
      y[k + 4 * i] = b[i];
    }
  }
}

}  // namespace ser::dsp::SER_SIMD
