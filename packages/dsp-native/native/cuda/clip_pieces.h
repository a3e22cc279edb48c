#pragma once

#include <cstdint>

#include "block.h"

namespace ser::dsp::cuda {

/// The part of a clip that a chunk of the batch holds. Positions count samples of the chunk's buffer.
struct ClipPiece {
  /// Where the clip's first sample stands, or would stand if the chunk held it; and the clip's end.
  std::int64_t clipBegin;
  std::int64_t clipEnd;
  /// The clip's row that is the piece's first one.
  std::uint32_t firstRow;
  std::uint32_t clip;
};

/// A chunk in device memory. Piece i has rows rowOffsets[i] … rowOffsets[i + 1].
struct Chunk {
  const void* samples;
  bool integers;  // 16-bit, which count as value / 32768; else float
  const ClipPiece* pieces;
  const std::uint32_t* rowOffsets;
  std::uint32_t pieceCount;
};

/// The i for which offsets[i] ≤ value < offsets[i + 1].
SER_DEVICE std::uint32_t findPiece(const std::uint32_t* offsets, std::uint32_t pieceCount,
                                   std::uint32_t value) {
  std::uint32_t low = 0;
  std::uint32_t high = pieceCount;
  while (high - low > 1) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (offsets[middle] <= value) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/// A run of samples that may reach beyond its clip. 32 bits do for positions, since chunks are far smaller.
struct Span {
  int start;
  int clipBegin;
  int clipEnd;

  SER_DEVICE bool inside(int count) const { return start >= clipBegin && start + count <= clipEnd; }
};

/// The span of a clip's samples from `start`, which counts from the clip's first one.
SER_DEVICE Span spanOf(const ClipPiece& piece, std::int64_t start) {
  constexpr std::int64_t far = 1 << 30;
  return {static_cast<int>(piece.clipBegin + start),
          static_cast<int>(piece.clipBegin < -far ? -far : piece.clipBegin),
          static_cast<int>(piece.clipEnd > far ? far : piece.clipEnd)};
}

SER_DEVICE float toFloat(std::int16_t value) { return static_cast<float>(value) * (1.0f / 32768.0f); }

SER_DEVICE float sampleAt(const Chunk& chunk, int position) {
  if (chunk.integers) return toFloat(static_cast<const std::int16_t*>(chunk.samples)[position]);
  return static_cast<const float*>(chunk.samples)[position];
}

/// Zero outside the clip.
SER_DEVICE float sampleOrZero(const Chunk& chunk, const Span& span, int position) {
  return position >= span.clipBegin && position < span.clipEnd ? sampleAt(chunk, position) : 0.0f;
}

/// The clip's mirror image outside it.
SER_DEVICE float sampleOrMirrored(const Chunk& chunk, const Span& span, int position) {
  if (position < span.clipBegin) position = 2 * span.clipBegin - position;
  if (position >= span.clipEnd) position = 2 * (span.clipEnd - 1) - position;
  return sampleAt(chunk, position);
}

}  // namespace ser::dsp::cuda
