#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "../job.h"
#include "ser/thread_pool.h"

namespace ser::dsp::SER_SIMD {

/// A run of items (frames or samples) of one clip: what a thread does between two looks at the job. Results
/// can't depend on the number of threads, because blocks are cut without knowing it.
struct Block {
  std::size_t clip;
  std::size_t first;
  std::size_t count;
};

/// Clips first … last - 1.
struct ClipRange {
  std::size_t first;
  std::size_t last;
};

/// Multiply-adds, roughly, that make a block: a fraction of a millisecond.
inline constexpr std::size_t blockCost = std::size_t{1} << 19;

/// Items of `cost` multiply-adds that make a block.
inline std::size_t itemsPerBlock(std::size_t cost) {
  return std::max<std::size_t>(1, blockCost / std::max<std::size_t>(1, cost));
}

/// Cuts clips into blocks of at most `blockSize` items; clip i has items offsets[i] … offsets[i + 1].
inline std::vector<Block> cutIntoBlocks(const std::vector<std::uint32_t>& offsets, ClipRange clips,
                                        std::size_t blockSize) {
  std::vector<Block> blocks;
  for (std::size_t clip = clips.first; clip < clips.last; ++clip) {
    const std::size_t items = offsets[clip + 1] - offsets[clip];
    for (std::size_t first = 0; first < items; first += blockSize) {
      blocks.push_back({clip, first, std::min(blockSize, items - first)});
    }
  }
  return blocks;
}

/// Cuts clips into ranges of at most `most` items, but at least one clip each, so that what is kept per item
/// between two passes stays small.
inline std::vector<ClipRange> cutIntoRanges(const std::vector<std::uint32_t>& offsets, std::size_t most) {
  std::vector<ClipRange> ranges;
  const std::size_t clips = offsets.size() - 1;
  for (std::size_t first = 0; first < clips;) {
    std::size_t last = first + 1;
    while (last < clips && offsets[last + 1] - offsets[first] <= most) ++last;
    ranges.push_back({first, last});
    first = last;
  }
  return ranges;
}

/// Handles every block on whichever thread is free next; throws Cancelled between blocks once the job is
/// cancelled. `makeBody()` gives each thread its own function of a block (see ThreadPool::forEach).
template <class MakeBody>
void forEachBlock(ThreadPool& pool, const JobControl& job, const std::vector<Block>& blocks,
                  MakeBody&& makeBody) {
  pool.forEach(blocks.size(), [&] {
    return [&, body = makeBody()](std::size_t i) mutable {
      job.throwIfCancelled();
      body(blocks[i]);
    };
  });
}

/// Tells the job of each clip whose last block is done.
class ClipCounter {
 public:
  ClipCounter(const std::vector<Block>& blocks, ClipRange clips, JobControl& job)
      : first_(clips.first), open_(clips.last - clips.first), job_(job) {
    for (const Block& block : blocks) open_[block.clip - first_].fetch_add(1, std::memory_order_relaxed);
    std::size_t empty = 0;
    for (const auto& count : open_) empty += count.load(std::memory_order_relaxed) == 0;
    job_.addFinishedClips(empty);
  }

  void done(const Block& block) {
    if (open_[block.clip - first_].fetch_sub(1, std::memory_order_relaxed) == 1) job_.addFinishedClips(1);
  }

 private:
  std::size_t first_;
  std::vector<std::atomic<std::uint32_t>> open_;
  JobControl& job_;
};

}  // namespace ser::dsp::SER_SIMD
