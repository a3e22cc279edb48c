#pragma once

#include "butterflies.h"
#include "complex.h"

namespace ser::dsp::cuda {

/// The spectrum of `size` real values, a power of two from 256 to 4096, by `threads` threads with 16 complex
/// values each in registers. Pairs of samples are the complex numbers of a transform of half the size
/// (Stockham's, passes of radix 16, 8 or 4 and at last 8), which meet in shared memory between passes. The
/// last pass gives each thread bins k and their mirror images half - k, so that it can take the real spectrum
/// apart in registers.
template <class T, int realSize>
struct RealFft {
  static constexpr int size = realSize;
  static constexpr int half = size / 2;
  static constexpr int values = 16;
  static constexpr int threads = half / values;
  static constexpr int firstRadix = half == 256 ? 4 : half == 512 ? 8 : 16;
  static constexpr int lastRadix = 8;
  static constexpr int middleRadix = half / (firstRadix * lastRadix);  // 1: no such pass
  static constexpr int lastStride = half / lastRadix;
  static_assert(middleRadix == 1 || middleRadix == 8 || middleRadix == 16);

  /// Complex values of shared memory. One in 16 is left free, so that threads meet in different banks.
  static constexpr int bufferSize = half + half / 16;

  SER_DEVICE static int place(int index) { return index + index / 16; }

  /// Which pair of samples stands at `slot` of thread `u`'s values before the first pass.
  SER_DEVICE static int inputPair(int u, int slot) {
    return u + slot / firstRadix * threads + slot % firstRadix * (half / firstRadix);
  }

  SER_DEVICE static void firstPass(Complex<T> (&v)[values], int u, Complex<T>* buffer) {
    SER_UNROLL
    for (int i = 0; i < values / firstRadix; ++i) {
      Butterfly<firstRadix, 1, T>::run(v + i * firstRadix);
      SER_UNROLL
      for (int r = 0; r < firstRadix; ++r) {
        buffer[place((u + i * threads) * firstRadix + r)] = v[i * firstRadix + r];
      }
    }
  }

  /// `twiddles[j]` is exp(-2πij / size), for j < half.
  SER_DEVICE static void readMiddle(Complex<T> (&v)[values], int u, const Complex<T>* buffer,
                                    const Complex<T>* twiddles) {
    SER_UNROLL
    for (int i = 0; i < values / middleRadix; ++i) {
      const int butterfly = u + i * threads;
      Complex<T>* x = v + i * middleRadix;
      SER_UNROLL
      for (int r = 0; r < middleRadix; ++r) x[r] = buffer[place(butterfly + r * (half / middleRadix))];
      turn<middleRadix>(x, twiddles, butterfly % firstRadix * (size / (firstRadix * middleRadix)));
      Butterfly<middleRadix, 1, T>::run(x);
    }
  }

  SER_DEVICE static void writeMiddle(const Complex<T> (&v)[values], int u, Complex<T>* buffer) {
    SER_UNROLL
    for (int i = 0; i < values / middleRadix; ++i) {
      const int butterfly = u + i * threads;
      const int first = butterfly / firstRadix * (firstRadix * middleRadix) + butterfly % firstRadix;
      SER_UNROLL
      for (int r = 0; r < middleRadix; ++r) buffer[place(first + r * firstRadix)] = v[i * middleRadix + r];
    }
  }

  /// Bins that thread `u` ends with: v[i] is bin `bin(u, i)`, and v[8 + i] its mirror image, half - bin(u,
  /// i). Thread 0's bin 0 comes with bin half (both real: parts of v[0]) and with bin half / 2 (v[8]).
  SER_DEVICE static int bin(int u, int i) {
    if (u == 0 && i >= 4) return lastStride / 2 + (i - 4) * lastStride;
    return u + i * lastStride;
  }

  /// The last pass, and the real spectrum from the complex one.
  SER_DEVICE static void lastPass(Complex<T> (&v)[values], int u, const Complex<T>* buffer,
                                  const Complex<T>* twiddles) {
    // Butterfly u, and the one that makes its mirror images; 0 and lastStride / 2 mirror themselves and stand
    // together.
    const int partner = u == 0 ? lastStride / 2 : lastStride - u;
    SER_UNROLL
    for (int r = 0; r < lastRadix; ++r) {
      v[r] = buffer[place(u + r * lastStride)];
      v[lastRadix + r] = buffer[place(partner + r * lastStride)];
    }
    turn<lastRadix>(v, twiddles, 2 * u);
    turn<lastRadix>(v + lastRadix, twiddles, 2 * partner);
    Butterfly<lastRadix, 1, T>::run(v);
    Butterfly<lastRadix, 1, T>::run(v + lastRadix);
    pairUp(v, u);

    const Complex<T> turnOfU = twiddles[u];
    const Complex<T> high =
        u == 0 ? Complex<T>{static_cast<T>(0.19509032201612826785), static_cast<T>(0.98078528040323044913)}
               : turnOfU;  // exp(2πi × 7 / 32), or as for the low bins
    const Complex<T> first = v[0];
    const Complex<T> middle = v[8];
    SER_UNROLL
    for (int i = 0; i < lastRadix; ++i) {
      takeApart(v[i], v[8 + i], (i < 4 ? turnOfU : high) * sixteenthTurn<T>(i));
    }
    if (u == 0) {
      v[0] = {first.re + first.im, first.re - first.im};
      v[8] = conjugate(middle);
    }
  }

 private:
  /// x[r] × w^r, where w is `twiddles[angle]`. Powers 1, 2, 4 and 8 are read, since w's own rounding error
  /// would grow with the power; others are products of those.
  template <int radix>
  SER_DEVICE static void turn(Complex<T>* x, const Complex<T>* twiddles, int angle) {
    Complex<T> powers[radix];
    SER_UNROLL
    for (int r = 1; r < radix; ++r) {
      const int high = r >= 8 ? 8 : r >= 4 ? 4 : r >= 2 ? 2 : 1;
      powers[r] = r == high ? twiddles[r * angle] : powers[high] * powers[r - high];
      x[r] = x[r] * powers[r];
    }
  }

  /// From two butterflies' outputs to bins and mirror images: output r of butterfly u goes with output 7 - r
  /// of the other one.
  SER_DEVICE static void pairUp(Complex<T> (&v)[values], int u) {
    Complex<T> a[lastRadix];
    Complex<T> b[lastRadix];
    SER_UNROLL
    for (int r = 0; r < lastRadix; ++r) {
      a[r] = v[r];
      b[r] = v[lastRadix + r];
    }
    SER_UNROLL
    for (int r = 0; r < lastRadix; ++r) v[8 + r] = b[7 - r];
    if (u != 0) return;
    v[8] = a[4];
    SER_UNROLL
    for (int r = 1; r < 4; ++r) v[8 + r] = a[8 - r];
    SER_UNROLL
    for (int r = 0; r < 4; ++r) {
      v[4 + r] = b[r];
      v[12 + r] = b[7 - r];
    }
  }

  /// From Z[k] and Z[half - k] to X[k] and X[half - k], where w = exp(-2πik / size): even samples have the
  /// spectrum E = (Z[k] + conj Z[-k]) / 2, odd ones O = (Z[k] - conj Z[-k]) / 2i, and X[k] = E + w O.
  SER_DEVICE static void takeApart(Complex<T>& z, Complex<T>& mirror, Complex<T> w) {
    const T scale = static_cast<T>(0.5);
    const Complex<T> even{scale * (z.re + mirror.re), scale * (z.im - mirror.im)};
    const Complex<T> odd{scale * (z.im + mirror.im), scale * (mirror.re - z.re)};
    const Complex<T> turned = odd * w;
    z = even + turned;
    mirror = conjugate(even - turned);
  }
};

}  // namespace ser::dsp::cuda
