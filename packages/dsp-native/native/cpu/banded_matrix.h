#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "ser/aligned_vector.h"
#include "ser/vectorise.h"
#include "shuffles.h"

namespace ser::dsp::SER_SIMD {

/// A matrix whose rows are zero outside a run of columns: mel filters, or a DCT, whose runs are whole rows. Products sum
/// each row in a few strands, in an order that depends on nothing but the row.
class BandedMatrix {
 public:
  /// Values that must be readable beyond a vector that is multiplied; they don't count, whatever they are.
  static constexpr std::size_t slack = 8;

  /// Row i has weights for columns starts[i] … starts[i] + lengths[i]; they follow those of row i - 1.
  BandedMatrix(const std::vector<std::uint32_t>& starts, const std::vector<std::uint32_t>& lengths,
               const float* weights) {
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const std::size_t length = lengths[i];
      const std::size_t vectors = std::max<std::size_t>(1, (length + W - 1) / W);
      rows_.push_back({starts[i], static_cast<std::uint32_t>(vectors),
                       static_cast<std::uint32_t>(length - (vectors - 1) * W)});
      weights_.insert(weights_.end(), weights, weights + length);
      weights_.resize(weights_.size() + vectors * W - length);
      weights += length;
    }
    std::fill_n(masks_, W, -1);
  }

  std::size_t rows() const { return rows_.size(); }

  /// Products with `count` vectors that are `step` apart: one value a row, its inner product with the vector, and the
  /// products of the next vector behind those of the one before. Several vectors at a time take turns at each row: that
  /// spares loading its weights anew, and the wait for one sum before the next. What comes out is the same.
  void multiply(const float* vectors, std::size_t step, std::size_t count, float* products) const {
    std::size_t i = 0;
    for (; i + atOnce <= count; i += atOnce) multiplySome<atOnce>(vectors + i * step, step, products + i * rows());
    for (; i < count; ++i) multiplySome<1>(vectors + i * step, step, products + i * rows());
  }

  /// Vectors that are worth handing over together.
  static constexpr std::size_t atOnce = 4;

 private:
  /// Mel bands are short: a wider vector would mostly hold zeros, and take longer to add up.
  static constexpr std::size_t W = std::min<std::size_t>(lanes<float>, slack);
  using V = Vec<float, W>;

  struct Row {
    std::uint32_t start;
    std::uint32_t vectors;
    std::uint32_t rest;  // how much of the last vector is the row's
  };

  template <std::size_t count>
  SER_FLATTENED void multiplySome(const float* vectors, std::size_t step, float* products) const {
    const float* weights = weights_.data();
    for (std::size_t first = 0; first < rows_.size(); first += W) {
      const std::size_t height = std::min(W, rows_.size() - first);
      V sums[count][W] = {};
      for (std::size_t r = 0; r < height; ++r) {
        const Row& row = rows_[first + r];
        const float* x = vectors + row.start;
        V sum[count] = {};
        for (std::size_t i = 0; i + 1 < row.vectors; ++i, x += W, weights += W) {
          SER_UNROLLED
          for (std::size_t v = 0; v < count; ++v) sum[v] += loadSome<W>(weights) * loadSome<W>(x + v * step);
        }
        // Masked, because what lies beyond may be infinite.
        const auto mask = loadSome<W>(masks_ + W - row.rest);
        SER_UNROLLED
        for (std::size_t v = 0; v < count; ++v) {
          const auto last = std::bit_cast<V>(std::bit_cast<Vec<std::int32_t, W>>(loadSome<W>(x + v * step)) & mask);
          sums[v][r] = sum[v] + loadSome<W>(weights) * last;
        }
        weights += W;
      }
      for (std::size_t v = 0; v < count; ++v) {
        addUp<W / 2>(sums[v]);
        std::memcpy(products + v * rows() + first, sums[v], height * sizeof(float));
      }
    }
  }

  /// Leaves the sum of vector i in lane i of the first one.
  template <std::size_t half>
  static void addUp(V (&sums)[W]) {
    SER_UNROLLED
    for (std::size_t i = 0; i < half; ++i) {
      shuffles::swapBlocks<half>(sums[i], sums[i + half], std::make_index_sequence<W>());
      sums[i] += sums[i + half];
    }
    if constexpr (half > 1) addUp<half / 2>(sums);
  }

  std::vector<Row> rows_;
  AlignedVector<float> weights_;  // each row's padded with zeros to whole vectors
  std::int32_t masks_[2 * W] = {};  // W times all bits, then none
};

}  // namespace ser::dsp::SER_SIMD
