#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "butterflies.h"
#include "ser/aligned_vector.h"
#include "ser/vectorise.h"
#include "shuffles.h"

namespace ser::dsp::SER_SIMD {

/// The spectrum of a power of two of real values, in vectors of T from the first load to the last store.
///
/// Even samples are packed as real and odd ones as imaginary parts, so that a complex transform of half the size does.
/// Its input is a table, with rows as wide as a vector. First the columns are transformed in place, all lanes alike, by
/// passes of radix 4 and a last one of another. Then every value is turned by the twiddle factor that lies between the
/// two dimensions, square blocks are transposed in registers, and the rows transformed, again all lanes alike. Nothing
/// else is shuffled, and results come in order.
///
/// Any number of threads may use one.
template <class T>
class PowerOfTwoFft {
 public:
  static bool canDo(std::size_t size) { return (size & (size - 1)) == 0 && size >= 2 * W * W; }

  /// For a size that it can do.
  explicit PowerOfTwoFft(std::size_t size);

  using Value = T;

  std::size_t size() const { return 2 * half_; }
  std::size_t bins() const { return half_ + 1; }

  /// A thread's own scratch memory.
  class Buffers {
   public:
    explicit Buffers(const PowerOfTwoFft& fft) : rows_(2 * fft.half_), re_(fft.half_ + W), im_(fft.half_ + W) {}

   private:
    friend class PowerOfTwoFft;
    AlignedVector<T> rows_;  // a vector of real parts and one of imaginary parts for each row
    AlignedVector<T> re_;    // the complex transform
    AlignedVector<T> im_;
  };

  /// `source(n, even, odd)` gives samples n, n + 2, … and n + 1, n + 3, … as two vectors. `sink` takes each bin
  /// once: `ascending(k, re, im)` bins k, k + 1, …; `descending(k, re, im)` bins k, k - 1, …; `single(k, re, im)` bin k.
  template <class Source, class Sink>
  void transform(const Source& source, const Sink& sink, Buffers& buffers) const {
    transformColumns(source, buffers.rows_.data());
    transformRows(buffers.rows_.data(), buffers.re_.data(), buffers.im_.data());
    separate(buffers.re_.data(), buffers.im_.data(), sink);
  }

 private:
  using V = Vec<T>;
  static constexpr std::size_t W = lanes<T>;

  /// A pass over `count` rows: a butterfly takes one from each quarter.
  struct Pass {
    std::size_t count;
    /// cos and sin of -2π p k / count, for each p = 1 … count / 4 - 1 those of k = 1 … 3.
    AlignedVector<T> twiddles;
  };

  static T* rowAt(T* rows, std::size_t index) { return rows + 2 * W * index; }

  template <class Source>
  SER_FLATTENED void transformColumns(const Source& source, T* rows) const;
  SER_FLATTENED void transformRows(const T* rows, T* re, T* im) const;
  template <class Sink>
  SER_FLATTENED void separate(const T* re, const T* im, const Sink& sink) const;

  std::size_t half_;  // size of the complex transform
  std::size_t rows_;
  std::vector<Pass> passes_;  // of radix 4; then rows stand in groups of lastRadix_ that belong together
  std::size_t lastRadix_;
  std::vector<std::uint32_t> rowOf_;  // where the passes leave each frequency of the columns
  AlignedVector<T> rowTwiddles_;      // cos and sin of -2π k n / half_: a row for each k, a lane for each n
  AlignedVector<T> turns_;            // half the cos and sin of -2π k / size, vector by vector
};

template <class T>
PowerOfTwoFft<T>::PowerOfTwoFft(std::size_t size) : half_(size / 2), rows_(half_ / W), lastRadix_(rows_) {
  const auto push = [](AlignedVector<T>& table, double (*function)(double), std::size_t part, std::size_t whole,
                       double scale = 1) {
    const double angle = -2 * std::numbers::pi * static_cast<double>(part) / static_cast<double>(whole);
    table.push_back(static_cast<T>(scale * function(angle)));
  };
  constexpr auto cosine = [](double angle) { return std::cos(angle); };
  constexpr auto sine = [](double angle) { return std::sin(angle); };

  while (lastRadix_ > 16) {
    Pass pass{lastRadix_, {}};
    for (std::size_t p = 1; p < pass.count / 4; ++p) {
      for (std::size_t k = 1; k < 4; ++k) {
        push(pass.twiddles, cosine, p * k, pass.count);
        push(pass.twiddles, sine, p * k, pass.count);
      }
    }
    passes_.push_back(std::move(pass));
    lastRadix_ /= 4;
  }
  for (std::size_t k = 0; k < rows_; ++k) {
    std::size_t row = 0;
    std::size_t rest = k;
    for (const Pass& pass : passes_) {
      row += rest % 4 * (pass.count / 4);
      rest /= 4;
    }
    rowOf_.push_back(static_cast<std::uint32_t>(row + rest));
    for (const auto function : {+cosine, +sine}) {
      for (std::size_t n = 0; n < W; ++n) push(rowTwiddles_, function, k * n, half_);
    }
  }
  for (std::size_t first = 0; first < half_ / 2; first += W) {
    for (const auto function : {+cosine, +sine}) {
      for (std::size_t k = first; k < first + W; ++k) push(turns_, function, k, size, 0.5);
    }
  }
}

/// The butterfly of `radix` rows that are `step` apart: `row(i, re, im)` reads them, and the results go to `rows`, in
/// order, turned by the twiddles if there are any.
template <std::size_t radix, bool turned, class T, class Row>
inline void rowButterfly(std::size_t step, const Row& row, const T* twiddles, T* rows) {
  constexpr std::size_t W = lanes<T>;
  Vec<T> re[radix];
  Vec<T> im[radix];
  SER_UNROLLED
  for (std::size_t j = 0; j < radix; ++j) row(j * step, re[j], im[j]);
  butterfly(re, im);
  SER_UNROLLED
  for (std::size_t k = 0; k < radix; ++k) {
    if constexpr (turned) {
      if (k > 0) turn(re[k], im[k], twiddles[2 * k - 2], twiddles[2 * k - 1]);
    }
    store(rows + 2 * W * k * step, re[k]);
    store(rows + 2 * W * k * step + W, im[k]);
  }
}

/// A pass of radix 4 over `count` rows, from `row(i, re, im)` to `rows`.
template <class T, class Row>
inline void quarterPass(std::size_t count, const T* twiddles, const Row& row, T* rows) {
  const std::size_t step = count / 4;
  const auto from = [&](std::size_t p) {
    return [&row, p](std::size_t i, Vec<T>& re, Vec<T>& im) { row(p + i, re, im); };
  };
  rowButterfly<4, false>(step, from(0), twiddles, rows);
  for (std::size_t p = 1; p < step; ++p, twiddles += 6) {
    rowButterfly<4, true>(step, from(p), twiddles, rows + 2 * lanes<T> * p);
  }
}

/// Butterflies of neighbouring rows.
template <std::size_t radix, class T, class Row>
inline void lastPass(std::size_t count, const Row& row, T* rows) {
  for (std::size_t first = 0; first < count; first += radix) {
    const auto from = [&](std::size_t i, Vec<T>& re, Vec<T>& im) { row(first + i, re, im); };
    rowButterfly<radix, false>(1, from, rows, rows + 2 * lanes<T> * first);
  }
}

template <class T>
template <class Source>
void PowerOfTwoFft<T>::transformColumns(const Source& source, T* rows) const {
  const auto sourceRow = [&](std::size_t i, V& re, V& im) { source(2 * W * i, re, im); };
  const auto finish = [&](const auto& row) {
    switch (lastRadix_) {
      case 2:
        return lastPass<2>(rows_, row, rows);
      case 4:
        return lastPass<4>(rows_, row, rows);
      case 8:
        return lastPass<8>(rows_, row, rows);
      default:
        return lastPass<16>(rows_, row, rows);
    }
  };
  if (passes_.empty()) return finish(sourceRow);
  const auto rowOf = [](const T* group) {
    return [group](std::size_t i, V& re, V& im) {
      re = load(group + 2 * W * i);
      im = load(group + 2 * W * i + W);
    };
  };
  quarterPass(rows_, passes_[0].twiddles.data(), sourceRow, rows);
  for (std::size_t i = 1; i < passes_.size(); ++i) {
    const Pass& pass = passes_[i];
    for (std::size_t first = 0; first < rows_; first += pass.count) {
      T* group = rows + 2 * W * first;
      quarterPass(pass.count, pass.twiddles.data(), rowOf(group), group);
    }
  }
  finish(rowOf(rows));
}

template <class T>
void PowerOfTwoFft<T>::transformRows(const T* rows, T* re, T* im) const {
  for (std::size_t first = 0; first < rows_; first += W) {
    V a[W];
    V b[W];
    SER_UNROLLED
    for (std::size_t i = 0; i < W; ++i) {
      const T* row = rows + 2 * W * rowOf_[first + i];
      const T* twiddles = rowTwiddles_.data() + 2 * W * (first + i);
      a[i] = load(row);
      b[i] = load(row + W);
      turn(a[i], b[i], load(twiddles), load(twiddles + W));
    }
    transpose(a);
    transpose(b);
    butterfly(a, b);
    SER_UNROLLED
    for (std::size_t k = 0; k < W; ++k) {
      store(re + k * rows_ + first, a[k]);
      store(im + k * rows_ + first, b[k]);
    }
  }
  re[half_] = re[0];  // the spectrum's period, for `separate`
  im[half_] = im[0];
}

/// From the complex transform Z to the real one: even samples have the spectrum E[k] = (Z[k] + conj Z[-k]) / 2, odd ones
/// O[k] = (Z[k] - conj Z[-k]) / 2i, and bins k and half - k are E[k] + exp(-2πik / size) O[k] and the conjugate of
/// E[k] - exp(-2πik / size) O[k].
template <class T>
template <class Sink>
void PowerOfTwoFft<T>::separate(const T* re, const T* im, const Sink& sink) const {
  constexpr T half = 0.5;
  for (std::size_t k = 0; k < half_ / 2; k += W) {
    const std::size_t mirror = half_ - k;
    const V zRe = load(re + k);
    const V zIm = load(im + k);
    const V mirrorRe = reversed(load(re + mirror - (W - 1)));
    const V mirrorIm = reversed(load(im + mirror - (W - 1)));
    const V evenRe = zRe + mirrorRe;
    const V evenIm = zIm - mirrorIm;
    V oddRe = zIm + mirrorIm;
    V oddIm = mirrorRe - zRe;
    turn(oddRe, oddIm, load(turns_.data() + 2 * k), load(turns_.data() + 2 * k + W));
    sink.ascending(k, half * evenRe + oddRe, half * evenIm + oddIm);
    sink.descending(mirror, half * evenRe - oddRe, oddIm - half * evenIm);
  }
  sink.single(half_ / 2, re[half_ / 2], -im[half_ / 2]);
}

}  // namespace ser::dsp::SER_SIMD
