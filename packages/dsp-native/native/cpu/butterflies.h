#pragma once

#include <cstddef>

namespace ser::dsp {

/// The discrete Fourier transform of `radix` complex values x + iy, in place.
template <std::size_t radix>
void butterfly(double (&x)[radix], double (&y)[radix]);

template <>
inline void butterfly<2>(double (&x)[2], double (&y)[2]) {
  const double re = x[0] - x[1];
  const double im = y[0] - y[1];
  x[0] += x[1];
  y[0] += y[1];
  x[1] = re;
  y[1] = im;
}

template <>
inline void butterfly<3>(double (&x)[3], double (&y)[3]) {
  constexpr double sin60 = 0.86602540378443864676;
  const double sumRe = x[1] + x[2];
  const double sumIm = y[1] + y[2];
  const double turnedRe = sin60 * (y[1] - y[2]);
  const double turnedIm = sin60 * (x[2] - x[1]);
  const double centreRe = x[0] - 0.5 * sumRe;
  const double centreIm = y[0] - 0.5 * sumIm;
  x[0] += sumRe;
  y[0] += sumIm;
  x[1] = centreRe + turnedRe;
  y[1] = centreIm + turnedIm;
  x[2] = centreRe - turnedRe;
  y[2] = centreIm - turnedIm;
}

template <>
inline void butterfly<4>(double (&x)[4], double (&y)[4]) {
  const double evenSumRe = x[0] + x[2];
  const double evenSumIm = y[0] + y[2];
  const double evenRe = x[0] - x[2];
  const double evenIm = y[0] - y[2];
  const double oddSumRe = x[1] + x[3];
  const double oddSumIm = y[1] + y[3];
  const double turnedRe = y[1] - y[3];
  const double turnedIm = x[3] - x[1];
  x[0] = evenSumRe + oddSumRe;
  y[0] = evenSumIm + oddSumIm;
  x[1] = evenRe + turnedRe;
  y[1] = evenIm + turnedIm;
  x[2] = evenSumRe - oddSumRe;
  y[2] = evenSumIm - oddSumIm;
  x[3] = evenRe - turnedRe;
  y[3] = evenIm - turnedIm;
}

template <>
inline void butterfly<5>(double (&x)[5], double (&y)[5]) {
  constexpr double cos72 = 0.30901699437494742410;
  constexpr double cos144 = -0.80901699437494742410;
  constexpr double sin72 = 0.95105651629515357212;
  constexpr double sin144 = 0.58778525229247312917;
  const double nearSumRe = x[1] + x[4];
  const double nearSumIm = y[1] + y[4];
  const double farSumRe = x[2] + x[3];
  const double farSumIm = y[2] + y[3];
  const double nearRe = y[1] - y[4];
  const double nearIm = x[4] - x[1];
  const double farRe = y[2] - y[3];
  const double farIm = x[3] - x[2];
  const double firstRe = x[0] + cos72 * nearSumRe + cos144 * farSumRe;
  const double firstIm = y[0] + cos72 * nearSumIm + cos144 * farSumIm;
  const double secondRe = x[0] + cos144 * nearSumRe + cos72 * farSumRe;
  const double secondIm = y[0] + cos144 * nearSumIm + cos72 * farSumIm;
  const double firstTurnedRe = sin72 * nearRe + sin144 * farRe;
  const double firstTurnedIm = sin72 * nearIm + sin144 * farIm;
  const double secondTurnedRe = sin144 * nearRe - sin72 * farRe;
  const double secondTurnedIm = sin144 * nearIm - sin72 * farIm;
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

}  // namespace ser::dsp
