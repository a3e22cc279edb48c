#include "plan.h"

#include <algorithm>

namespace ser::dsp::cuda {
namespace {

using Peak = PlannedChunk::Peak;

std::size_t aligned(std::size_t samples) {
  return (samples + pieceAlignment - 1) / pieceAlignment * pieceAlignment;
}

void append(PlannedChunk& chunk, const PlannedPiece& piece) {
  chunk.rows += piece.rows;
  chunk.samples += aligned(piece.samples());
  chunk.pieces.push_back(piece);
}

/// Pieces of a clip that is too large for one chunk. Neighbours overlap where rows do, and leave no sample
/// out.
std::vector<PlannedPiece> cutClip(std::uint32_t clip, std::uint32_t rows, std::int64_t length,
                                  const PlanOptions& options) {
  const Reach& reach = options.reach;
  const auto positionOf = [&](std::uint64_t row) {
    return static_cast<std::int64_t>(row * reach.step / reach.per);
  };
  const std::size_t fixed = static_cast<std::size_t>(reach.before + reach.after) * options.sampleBytes;
  const std::size_t each = options.rowBytes + options.sampleBytes * static_cast<std::size_t>(reach.step) /
                                                  static_cast<std::size_t>(reach.per);
  const std::size_t room = options.chunkBytes > fixed ? options.chunkBytes - fixed : 0;
  const std::size_t most = std::max<std::size_t>(1, room / std::max<std::size_t>(1, each));

  std::vector<PlannedPiece> pieces;
  std::int64_t covered = 0;
  for (std::uint32_t first = 0; first < rows;) {
    const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(most, rows - first));
    const std::int64_t begin = std::clamp<std::int64_t>(positionOf(first) - reach.before, 0, covered);
    const std::int64_t reached = positionOf(first + count - 1) + reach.after;
    const bool last = first + count == rows;
    const std::int64_t end = last ? length : std::clamp<std::int64_t>(reached, covered, length);
    pieces.push_back({clip, first, count, begin, end});
    covered = end;
    first += count;
  }
  return pieces;
}

}  // namespace

std::vector<PlannedChunk> planChunks(const Batch& batch, const std::vector<std::uint32_t>& rowOffsets,
                                     const PlanOptions& options) {
  std::vector<PlannedChunk> chunks;
  PlannedChunk open;
  std::size_t openBytes = 0;
  const auto close = [&] {
    if (open.pieces.empty()) return;
    chunks.push_back(std::move(open));
    open = {};
    openBytes = 0;
  };
  for (std::size_t clip = 0; clip < batch.clips(); ++clip) {
    const std::size_t length = batch.length(clip);
    const std::uint32_t rows = rowOffsets[clip + 1] - rowOffsets[clip];
    const auto number = static_cast<std::uint32_t>(clip);
    const std::size_t bytes = aligned(length) * options.sampleBytes + rows * options.rowBytes;
    if (length == 0) {
      ++open.clipsDone;
      continue;
    }
    if (openBytes + bytes > options.chunkBytes) close();
    if (open.pieces.empty()) open.firstRow = rowOffsets[clip];
    if (bytes <= options.chunkBytes || rows <= 1) {
      append(open, {number, 0, rows, 0, static_cast<std::int64_t>(length)});
      openBytes += bytes;
      ++open.clipsDone;
      continue;
    }
    const auto pieces = cutClip(number, rows, static_cast<std::int64_t>(length), options);
    const auto sweep = [&](Peak peak) {
      for (const PlannedPiece& piece : pieces) {
        close();
        open.firstRow = rowOffsets[clip] + piece.firstRow;
        open.peak = peak;
        append(open, piece);
      }
    };
    if (options.peaks) sweep(Peak::measured);
    sweep(options.peaks ? Peak::given : Peak::own);
    ++open.clipsDone;
    openBytes = options.chunkBytes;  // full
  }
  close();
  return chunks;
}

}  // namespace ser::dsp::cuda
