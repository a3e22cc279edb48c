#pragma once

#include <cstddef>
#include <cstdint>

#include "clip_pieces.h"

namespace ser::dsp::cuda {

/// Polyphase resampling (see ResamplerDesign in @ser/dsp), a row a sample. Outputs `stride` apart, a multiple
/// of `up`, have the same filter at inputs a fixed step apart: a thread does several of them for one read of
/// each coefficient. A tile is that many strides of outputs, and a block does `blockThreads` neighbours in
/// each of them.
struct ResampleRows {
  static constexpr int mostPerThread = 4;

  Chunk chunk;
  const std::uint32_t* blockOffsets;  // piece i's blocks are blockOffsets[i] … blockOffsets[i + 1]
  std::uint32_t up;
  std::uint32_t down;
  std::uint32_t phases;
  bool interpolated;
  int taps;
  std::int64_t delay;
  std::uint32_t columns;      // phases, and one more where they are interpolated
  const float* coefficients;  // taps × columns
  float* output;
  std::uint32_t stride;
  std::uint32_t perThread;  // outputs
  std::uint32_t blocksPerTile;

  std::size_t sharedBytes() const { return 0; }

  /// Sets how the work is shared out, which follows from the filter.
  void shareOut() {
    const std::uint32_t neighbours = blockThreads;
    // Interpolated filters are no two alike.
    perThread = interpolated ? 1 : mostPerThread;
    stride = interpolated ? neighbours : (neighbours + up - 1) / up * up;
    blocksPerTile = (stride + neighbours - 1) / neighbours;
  }

  /// Blocks that a piece of `rows` rows takes.
  std::uint32_t blocksOf(std::uint32_t rows) const {
    const std::uint32_t tile = perThread * stride;
    return (rows + tile - 1) / tile * blocksPerTile;
  }

  template <class Block>
  SER_DEVICE void operator()(const Block& block) const {
    struct Lane {};
    typename Block::template Each<Lane> each(block);
    each.run([&](int thread, Lane&) {
      const std::uint32_t number = findPiece(blockOffsets, chunk.pieceCount, block.index());
      const ClipPiece& piece = chunk.pieces[number];
      const std::uint32_t local = block.index() - blockOffsets[number];
      const std::uint32_t inStride = local % blocksPerTile * blockThreads + thread;
      if (inStride >= stride) return;
      const std::uint64_t row = std::uint64_t(local / blocksPerTile) * perThread * stride + inStride;
      const std::uint64_t rows = chunk.rowOffsets[number + 1] - chunk.rowOffsets[number];
      if (row >= rows) return;

      const std::uint64_t position = (piece.firstRow + row) * down;
      const auto remainder = static_cast<std::uint32_t>(position % up);
      const Span span = spanOf(piece, static_cast<std::int64_t>(position / up) - delay);
      const int step = static_cast<int>(std::uint64_t(stride) / up * down);
      const std::uint64_t left = (rows - row + stride - 1) / stride;
      const int wanted = static_cast<int>(left < perThread ? left : perThread);
      float sums[mostPerThread] = {};
      if (interpolated) {
        const double place = static_cast<double>(remainder) * phases / up;
        const auto column = static_cast<std::uint32_t>(place);
        filter<1>(span, 0, coefficients + column, sums, 1);
        float after[1];
        filter<1>(span, 0, coefficients + column + 1, after, 1);
        sums[0] += static_cast<float>(place - column) * (after[0] - sums[0]);
      } else {
        filter<mostPerThread>(span, step, coefficients + remainder, sums, wanted);
      }
      float* to = output + chunk.rowOffsets[number] + row;
      SER_UNROLL
      for (int i = 0; i < mostPerThread; ++i)
        if (i < wanted) to[std::uint64_t(i) * stride] = sums[i];
    });
  }

 private:
  /// `outputs` inner products of one filter with samples `step` apart, of which the first `wanted` count. The samples of the
  /// others may lie beyond the piece, and the memory.
  template <int outputs>
  SER_DEVICE void filter(const Span& span, int step, const float* column, float* sums, int wanted) const {
    SER_UNROLL
    for (int i = 0; i < outputs; ++i) sums[i] = 0;
    const bool inside = wanted == outputs && span.inside(taps + (outputs - 1) * step);
    for (int tap = 0; tap < taps; ++tap) {
      const float coefficient = column[std::size_t(tap) * columns];
      SER_UNROLL
      for (int i = 0; i < outputs; ++i) {
        const int at = span.start + tap + i * step;
        if (inside)
          sums[i] += coefficient * sampleAt(chunk, at);
        else if (i < wanted)
          sums[i] += coefficient * sampleOrZero(chunk, span, at);
      }
    }
  }
};

}  // namespace ser::dsp::cuda
