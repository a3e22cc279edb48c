#pragma once

#include <cstddef>
#include <cstdint>

#include "clip_pieces.h"
#include "mel_rows.h"

namespace ser::dsp::cuda {

// What can be done to rows in decibels only once their clip's peak is known.

/// librosa's top_db: how far below its clip's peak a value may lie.
inline constexpr float dynamicRange = 80.0f;

inline constexpr int rowsAtOnce = 16;

/// Rows in decibels, and the peaks of the pieces of clips that they belong to.
struct PeakedRows {
  const std::uint32_t* rowOffsets;
  std::uint32_t pieceCount;
  const std::uint32_t* peaks;  // ordered (see toOrdered)
  std::uint32_t rows;

  SER_DEVICE float peakOf(std::uint32_t row) const {
    return fromOrdered(peaks[findPiece(rowOffsets, pieceCount, row)]);
  }
};

/// Decibels below the clip's peak, in place.
struct BelowPeak {
  PeakedRows rows;
  std::uint32_t width;
  float* values;

  std::size_t sharedBytes() const { return rowsAtOnce * sizeof(float); }

  template <class Block>
  SER_DEVICE void operator()(const Block& block) const {
    struct Lane {};
    typename Block::template Each<Lane> each(block);
    auto* peaks = reinterpret_cast<float*>(block.shared());
    for (std::uint32_t first = block.index() * rowsAtOnce; first < rows.rows;
         first += block.count() * rowsAtOnce) {
      const std::uint32_t count = rows.rows - first < rowsAtOnce ? rows.rows - first : rowsAtOnce;
      each.run([&](int thread, Lane&) {
        if (std::uint32_t(thread) < count) peaks[thread] = rows.peakOf(first + thread);
      });
      each.run([&](int thread, Lane&) {
        float* at = values + std::size_t(first) * width;
        for (std::uint32_t i = thread; i < count * width; i += blockThreads) {
          const float below = at[i] - peaks[i / width];
          at[i] = below < -dynamicRange ? -dynamicRange : below;
        }
      });
    }
  }
};

/// The cosine transform of rows of decibels, none of which counts as more than 80 dB below the clip's peak.
struct Cepstrum {
  PeakedRows rows;
  std::uint32_t bands;
  std::uint32_t width;
  const float* values;
  const float* matrix;  // bands × width
  float* output;

  std::size_t sharedBytes() const { return rowsAtOnce * std::size_t(bands) * sizeof(float); }

  template <class Block>
  SER_DEVICE void operator()(const Block& block) const {
    struct Lane {};
    typename Block::template Each<Lane> each(block);
    auto* mel = reinterpret_cast<float*>(block.shared());
    for (std::uint32_t first = block.index() * rowsAtOnce; first < rows.rows;
         first += block.count() * rowsAtOnce) {
      const std::uint32_t count = rows.rows - first < rowsAtOnce ? rows.rows - first : rowsAtOnce;
      each.run([&](int thread, Lane&) {
        // Eight threads a row.
        constexpr int threads = blockThreads / rowsAtOnce;
        const std::uint32_t row = thread / threads;
        if (row >= count) return;
        const float floor = rows.peakOf(first + row) - dynamicRange;
        const float* from = values + std::size_t(first + row) * bands;
        for (std::uint32_t band = thread % threads; band < bands; band += threads) {
          mel[row * bands + band] = from[band] < floor ? floor : from[band];
        }
      });
      each.run([&](int thread, Lane&) {
        for (std::uint32_t i = thread; i < count * width; i += blockThreads) {
          const float* row = mel + i / width * bands;
          const float* column = matrix + i % width;
          float sums[4] = {};
          for (std::uint32_t band = 0; band < bands; ++band)
            sums[band % 4] += column[band * width] * row[band];
          output[std::size_t(first) * width + i] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        }
      });
    }
  }
};

}  // namespace ser::dsp::cuda
