#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "../engine.h"

namespace ser::dsp::cuda {

/// Which of a clip's samples a row reads: floor(row × step / per) - before … floor(row × step / per) + after,
/// some of which may lie outside the clip.
struct Reach {
  std::uint64_t step;
  std::uint64_t per;
  std::int64_t before;
  std::int64_t after;
};

/// Rows of one clip, and the samples that go with them, counted from the clip's start.
struct PlannedPiece {
  std::uint32_t clip;
  std::uint32_t firstRow;
  std::uint32_t rows;
  std::int64_t sampleBegin;
  std::int64_t sampleEnd;

  std::size_t samples() const { return static_cast<std::size_t>(sampleEnd - sampleBegin); }
};

/// What is brought to the device, done and brought back at a time: whole clips, or a part of one that is too
/// long.
struct PlannedChunk {
  /// A clip cut in parts has its peak measured first, part by part; then all parts are done again with that
  /// peak given.
  enum class Peak { own, measured, given };

  std::vector<PlannedPiece> pieces;
  std::size_t firstRow = 0;  // of all clips' rows
  std::size_t rows = 0;
  std::size_t samples = 0;  // room for them, each piece aligned
  std::size_t clipsDone = 0;
  Peak peak = Peak::own;
};

struct PlanOptions {
  Reach reach;
  std::size_t sampleBytes;
  std::size_t rowBytes;
  std::size_t chunkBytes;  // that a chunk's samples and rows should not pass
  bool peaks;              // whether rows need their clip's peak
};

/// Pieces start at a multiple of this many samples, so that aligned ones can be read two or more at a time.
inline constexpr std::size_t pieceAlignment = 8;

/// Chunks in the order of their samples, which together hold every sample of every clip. Clip i has rows
/// rowOffsets[i] … rowOffsets[i + 1].
std::vector<PlannedChunk> planChunks(const Batch& batch, const std::vector<std::uint32_t>& rowOffsets,
                                     const PlanOptions& options);

}  // namespace ser::dsp::cuda
