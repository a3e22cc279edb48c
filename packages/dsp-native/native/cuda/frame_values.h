#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "clip_pieces.h"

namespace ser::dsp::cuda {

/// The sum of a value of every thread's, in the same order whatever ran first: by eight threads, then by one,
/// which calls `conclude(sum)`. `memory` has room for a value a thread.
template <class Threads, class Value, class ValueOf, class Conclude>
SER_DEVICE void sumOverBlock(Threads& each, Value* memory, const ValueOf& valueOf, const Conclude& conclude) {
  constexpr int strands = 8;
  each.run([&](int thread, auto& lane) { memory[thread] = valueOf(lane); });
  each.run([&](int thread, auto&) {
    if (thread >= strands) return;
    for (int i = thread + strands; i < blockThreads; i += strands) memory[thread] += memory[i];
  });
  each.run([&](int thread, auto&) {
    if (thread != 0) return;
    for (int i = 1; i < strands; ++i) memory[0] += memory[i];
    conclude(memory[0]);
  });
}

/// One value a frame: its zero-crossing rate or its root mean square. A block does a frame.
struct FrameValues {
  enum class Kind { zeroCrossingRate, rms };

  Chunk chunk;
  std::uint32_t rows;
  int frameLength;
  std::int64_t hopLength;
  std::int64_t padding;
  Kind kind;
  float* output;

  std::size_t sharedBytes() const { return blockThreads * sizeof(double); }

  template <class Block>
  SER_DEVICE void operator()(const Block& block) const {
    struct Lane {
      double sum;
    };
    typename Block::template Each<Lane> each(block);
    auto* memory = reinterpret_cast<double*>(block.shared());
    for (std::uint32_t row = block.index(); row < rows; row += block.count()) {
      each.run([&](int thread, Lane& lane) {
        const std::uint32_t number = findPiece(chunk.rowOffsets, chunk.pieceCount, row);
        const ClipPiece& piece = chunk.pieces[number];
        const std::int64_t index = piece.firstRow + (row - chunk.rowOffsets[number]);
        const Span span = spanOf(piece, index * hopLength - padding);
        lane.sum = 0;
        for (int i = thread; i < frameLength; i += blockThreads) lane.sum += valueAt(span, i);
      });
      sumOverBlock(
          each, memory, [](const Lane& lane) { return lane.sum; },
          [&](double sum) {
            const double mean = sum / frameLength;
            output[row] = static_cast<float>(kind == Kind::rms ? sqrt(mean) : mean);
          });
    }
  }

 private:
  /// What sample i adds: its square, or 1 if the signal crosses zero on the way to it. Beyond a clip's ends
  /// are zeros, or the edge's value, which crosses nothing.
  SER_DEVICE double valueAt(const Span& span, int i) const {
    const int position = span.start + i;
    if (kind == Kind::rms) {
      const double value = sampleOrZero(chunk, span, position);
      return value * value;
    }
    if (i == 0 || position <= span.clipBegin || position >= span.clipEnd) return 0;
    constexpr float threshold = -1e-10f;
    return (sampleAt(chunk, position - 1) < threshold) != (sampleAt(chunk, position) < threshold);
  }
};

/// A part of a clip's zero crossings and energy.
struct ClipPart {
  double crossings;
  double energy;
};

/// Neighbours of different sign, where zero is a sign of its own, and the sum of squares: of a part of a
/// clip. A row is a part of `partLength` samples; the host adds up parts. A block does a part.
struct ClipParts {
  Chunk chunk;
  std::uint32_t rows;
  int partLength;
  ClipPart* output;

  std::size_t sharedBytes() const { return 2 * blockThreads * sizeof(double); }

  template <class Block>
  SER_DEVICE void operator()(const Block& block) const {
    struct Lane {
      std::uint32_t crossings;
      double energy;
    };
    typename Block::template Each<Lane> each(block);
    auto* memory = reinterpret_cast<double*>(block.shared());
    for (std::uint32_t row = block.index(); row < rows; row += block.count()) {
      each.run([&](int thread, Lane& lane) {
        const std::uint32_t number = findPiece(chunk.rowOffsets, chunk.pieceCount, row);
        const ClipPiece& piece = chunk.pieces[number];
        const std::int64_t index = piece.firstRow + (row - chunk.rowOffsets[number]);
        const Span span = spanOf(piece, index * partLength);
        const int end = span.start + partLength < span.clipEnd ? span.start + partLength : span.clipEnd;
        lane = {};
        for (int position = span.start + thread; position < end; position += blockThreads) {
          const float value = sampleAt(chunk, position);
          lane.energy += static_cast<double>(value) * value;
          if (position > span.clipBegin) lane.crossings += sign(value) != sign(sampleAt(chunk, position - 1));
        }
      });
      sumOverBlock(
          each, memory, [](const Lane& lane) { return static_cast<double>(lane.crossings); },
          [&](double sum) { output[row].crossings = sum; });
      sumOverBlock(
          each, memory + blockThreads, [](const Lane& lane) { return lane.energy; },
          [&](double sum) { output[row].energy = sum; });
    }
  }

 private:
  SER_DEVICE static int sign(float value) { return (value > 0) - (value < 0); }
};

}  // namespace ser::dsp::cuda
