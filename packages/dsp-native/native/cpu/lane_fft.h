#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "ser/vec.h"

namespace ser::dsp::SER_SIMD {

/// A vector holds a value of each of `lanes<float>` signals, which are transformed side by side.
using LaneVec = ser::SER_SIMD::Vec<float>;

struct LaneComplex {
  LaneVec re;
  LaneVec im;
};

inline LaneComplex operator+(LaneComplex a, LaneComplex b) { return {a.re + b.re, a.im + b.im}; }
inline LaneComplex operator-(LaneComplex a, LaneComplex b) { return {a.re - b.re, a.im - b.im}; }
inline LaneComplex operator*(LaneComplex a, float b) { return {a.re * b, a.im * b}; }
inline LaneComplex conjugate(LaneComplex a) { return {a.re, -a.im}; }
inline LaneComplex timesI(LaneComplex a) { return {-a.im, a.re}; }

/// A complex number that is the same in every lane.
struct Twiddle {
  float re;
  float im;
};

/// e^(-2πi k / n)
inline Twiddle rootOfUnity(std::size_t k, std::size_t n) {
  const double angle = 2 * std::numbers::pi * static_cast<double>(k % n) / static_cast<double>(n);
  return {static_cast<float>(std::cos(angle)), static_cast<float>(-std::sin(angle))};
}

inline LaneComplex operator*(LaneComplex a, Twiddle b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

/// Complex FFTs of one size, whose prime factors are 2, 3, 5 and 7, of as many signals at once as a vector
/// has lanes: no value ever changes lanes, so butterflies of any radix run at full width. Decimation in time,
/// depth first, so that the inner transforms stay in the nearest cache (Frigo and Johnson, The Design and
/// Implementation of FFTW3, 2005).
class LaneFft {
 public:
  static bool canDo(std::size_t size) {
    for (const std::size_t prime : {2, 3, 5, 7}) {
      while (size > 0 && size % prime == 0) size /= prime;
    }
    return size == 1;
  }

  /// `canDo(size)` must hold.
  explicit LaneFft(std::size_t size) {
    for (const std::size_t radix : {7, 5, 3, 4, 2}) {
      for (; size % radix == 0; size /= radix) levels_.push_back(makeLevel(radix, size));
    }
  }

  /// Forward, without scaling, from `from` to `to`, of `size` values each that don't overlap.
  void transform(const LaneComplex* from, LaneComplex* to) const {
    if (levels_.empty()) {
      *to = *from;
    } else {
      run(0, from, 1, to);
    }
  }

 private:
  struct Level {
    std::size_t radix;
    std::size_t inner;              // the size of the transforms that this level joins
    std::vector<Twiddle> twiddles;  // inner × (radix - 1)
  };

  static Level makeLevel(std::size_t radix, std::size_t size) {
    Level level{radix, size / radix, {}};
    for (std::size_t k = 0; k < level.inner; ++k) {
      for (std::size_t j = 1; j < radix; ++j) level.twiddles.push_back(rootOfUnity(j * k, size));
    }
    return level;
  }

  void run(std::size_t depth, const LaneComplex* from, std::size_t stride, LaneComplex* to) const {
    const Level& level = levels_[depth];
    const bool isLast = level.inner == 1;
    for (std::size_t j = 0; j < level.radix; ++j) {
      if (isLast) {
        to[j] = from[j * stride];
      } else {
        run(depth + 1, from + j * stride, stride * level.radix, to + j * level.inner);
      }
    }
    switch (level.radix) {
      case 2:
        return join<2>(level, to);
      case 3:
        return join<3>(level, to);
      case 4:
        return join<4>(level, to);
      case 5:
        return join<5>(level, to);
      default:
        return join<7>(level, to);
    }
  }

  template <std::size_t radix>
  static void join(const Level& level, LaneComplex* values) {
    const Twiddle* twiddle = level.twiddles.data();
    for (std::size_t k = 0; k < level.inner; ++k) {
      LaneComplex x[radix];
      x[0] = values[k];
      for (std::size_t j = 1; j < radix; ++j) x[j] = values[k + j * level.inner] * *twiddle++;
      butterfly(x);
      for (std::size_t j = 0; j < radix; ++j) values[k + j * level.inner] = x[j];
    }
  }

  static void butterfly(LaneComplex (&x)[2]) {
    const LaneComplex sum = x[0] + x[1];
    x[1] = x[0] - x[1];
    x[0] = sum;
  }

  static void butterfly(LaneComplex (&x)[4]) {
    const LaneComplex a = x[0] + x[2];
    const LaneComplex b = x[0] - x[2];
    const LaneComplex c = x[1] + x[3];
    const LaneComplex d = timesI(x[1] - x[3]);
    x[0] = a + c;
    x[1] = b - d;
    x[2] = a - c;
    x[3] = b + d;
  }

  /// Odd radices: inputs j and radix - j share their cosines, and their sines but for the sign.
  template <std::size_t radix>
  static void butterfly(LaneComplex (&x)[radix]) {
    constexpr std::size_t half = radix / 2;
    constexpr const Twiddle* roots = rootsOf<radix>;
    LaneComplex sums[half];
    LaneComplex differences[half];
    for (std::size_t j = 0; j < half; ++j) {
      sums[j] = x[j + 1] + x[radix - 1 - j];
      differences[j] = x[j + 1] - x[radix - 1 - j];
    }
    const LaneComplex first = x[0];
    for (std::size_t j = 0; j < half; ++j) x[0] = x[0] + sums[j];
    for (std::size_t k = 1; k <= half; ++k) {
      LaneComplex even = first;
      LaneComplex odd{};
      for (std::size_t j = 0; j < half; ++j) {
        const Twiddle root = roots[(j + 1) * k % radix];
        even = even + sums[j] * root.re;
        odd = odd + differences[j] * root.im;
      }
      x[k] = even + timesI(odd);
      x[radix - k] = even - timesI(odd);
    }
  }

  // e^(-2πi k / radix)
  static constexpr Twiddle roots3[]{{1, 0}, {-0.5f, -0.866025403784f}, {-0.5f, 0.866025403784f}};
  static constexpr Twiddle roots5[]{{1, 0},
                                    {0.309016994375f, -0.951056516295f},
                                    {-0.809016994375f, -0.587785252292f},
                                    {-0.809016994375f, 0.587785252292f},
                                    {0.309016994375f, 0.951056516295f}};
  static constexpr Twiddle roots7[]{{1, 0},
                                    {0.623489801859f, -0.781831482468f},
                                    {-0.222520933956f, -0.974927912182f},
                                    {-0.900968867902f, -0.433883739118f},
                                    {-0.900968867902f, 0.433883739118f},
                                    {-0.222520933956f, 0.974927912182f},
                                    {0.623489801859f, 0.781831482468f}};
  template <std::size_t radix>
  static constexpr const Twiddle* rootsOf = radix == 3   ? roots3
                                            : radix == 5 ? roots5
                                                         : roots7;

  std::vector<Level> levels_;
};

}  // namespace ser::dsp::SER_SIMD
