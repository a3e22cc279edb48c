#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "clip_pieces.h"
#include "device_error.h"
#include "finite.h"
#include "memory.h"
#include "plan.h"
#include "ser/thread_pool.h"

namespace ser::dsp::cuda {

/// A chunk on its way: where its parts stand in the device's memory.
struct DeviceChunk {
  const PlannedChunk& plan;
  int stream;
  Chunk chunk;
  std::uint32_t* peaks;               // one a piece, ordered (see toOrdered); as given, or lowest
  const std::uint32_t* blockOffsets;  // one a piece and one more, where the operation counts blocks
  std::uint32_t blocks;
  unsigned char* work;  // workBytes a row
  unsigned char* rows;  // rowBytes a row
  std::uint32_t* again;
  std::uint32_t* againCount;
};

/// What a job is to the pipeline.
struct PipelineJob {
  const Batch& batch;
  const std::vector<std::uint32_t>& rowOffsets;
  Reach reach;
  std::size_t rowBytes;   // of a row that goes to the host
  std::size_t workBytes;  // of what the device keeps for it meanwhile
  bool peaks;             // whether rows need their clip's peak
};

/// Brings a batch to the device chunk by chunk, and the results back. A few chunks are on their way at once,
/// each with a stream and buffers of its own, so that copies in, kernels, copies out and the host's own
/// copying overlap. Where device memory doesn't reach, chunks are halved and the job begins anew.
template <class Device>
class Pipeline {
 public:
  Pipeline(Device& device, std::size_t threads)
      : device_(device), pool_(threads), chunkBytes_(device.chunkBytes()), tables_(device) {
    for (int stream = 0; stream < streamCount; ++stream) slots_[stream].emplace(device, stream);
  }

  /// `tables` go to the device first. `blocksOf(rows)`, if any, counts a piece's blocks. `launch(chunk,
  /// tables)` starts kernels on the chunk's stream; `consume(plan, rows)` is told of finished chunks in their
  /// order. Throws what Engine's methods may; then nothing is on its way.
  template <class BlocksOf, class Launch, class Consume>
  void run(const PipelineJob& job, const std::vector<unsigned char>& tables, const BlocksOf& blocksOf,
           const Launch& launch, const Consume& consume, JobControl& control) {
    reported_ = 0;
    for (;;) {
      try {
        attempt(job, tables, blocksOf, launch, consume, control);
        return;
      } catch (const OutOfDeviceMemory&) {
        drain();
        release();
        if (chunkBytes_ / 2 < leastChunkBytes) throw;
        chunkBytes_ /= 2;
      } catch (...) {
        drain();
        throw;
      }
    }
  }

  /// Copies on all threads.
  void copy(void* to, const void* from, std::size_t bytes) {
    addCopy(static_cast<unsigned char*>(to), static_cast<const unsigned char*>(from), bytes);
    doCopies();
  }

 private:
  static constexpr std::size_t leastChunkBytes = std::size_t{1} << 12;
  static constexpr std::size_t alignment = 256;

  struct Slot {
    Slot(Device& device, int number)
        : stream(number), hostIn(device), hostOut(device), in(device), work(device), out(device) {}

    int stream;
    Memory<Device, true> hostIn, hostOut;
    Memory<Device, false> in, work, out;
    const PlannedChunk* plan = nullptr;  // what it is busy with
  };

  /// Places in a slot's buffers. The chunk's tables and samples come in one copy, its verdict and rows go in
  /// one.
  struct Layout {
    std::size_t rowOffsets, blockOffsets, peaks, samples, inBytes;
    std::size_t again, kept, workBytes;
    std::size_t rows, outBytes;
  };

  static std::size_t aligned(std::size_t bytes) { return (bytes + alignment - 1) / alignment * alignment; }

  static Layout layoutOf(const PipelineJob& job, const PlannedChunk& plan) {
    const std::size_t pieces = plan.pieces.size();
    Layout at{};
    at.rowOffsets = aligned(pieces * sizeof(ClipPiece));
    at.blockOffsets = at.rowOffsets + aligned((pieces + 1) * sizeof(std::uint32_t));
    at.peaks = at.blockOffsets + aligned((pieces + 1) * sizeof(std::uint32_t));
    at.samples = at.peaks + aligned(pieces * sizeof(std::uint32_t));
    at.inBytes = at.samples + plan.samples * sampleBytes(job);
    at.again = alignment;  // after its count
    at.kept = at.again + aligned(plan.rows * sizeof(std::uint32_t));
    at.workBytes = at.kept + plan.rows * job.workBytes;
    at.rows = alignment;  // after the verdict
    at.outBytes = at.rows + std::max(plan.rows * job.rowBytes, pieces * sizeof(std::uint32_t));
    return at;
  }

  static std::size_t sampleBytes(const PipelineJob& job) {
    return isFloat(job) ? sizeof(float) : sizeof(std::int16_t);
  }

  static bool isFloat(const PipelineJob& job) {
    return std::holds_alternative<const float*>(job.batch.samples);
  }

  static const unsigned char* sampleData(const PipelineJob& job) {
    return std::visit([](const auto* samples) { return reinterpret_cast<const unsigned char*>(samples); },
                      job.batch.samples);
  }

  template <class BlocksOf, class Launch, class Consume>
  void attempt(const PipelineJob& job, const std::vector<unsigned char>& tables, const BlocksOf& blocksOf,
               const Launch& launch, const Consume& consume, JobControl& control) {
    const auto chunks =
        planChunks(job.batch, job.rowOffsets,
                   {job.reach, sampleBytes(job), job.rowBytes + job.workBytes, chunkBytes_, job.peaks});
    reserve(job, chunks, tables);
    std::size_t done = 0;
    const auto finish = [&](Slot& slot) {
      if (!slot.plan) return;
      device_.wait(slot.stream);
      const PlannedChunk& plan = *std::exchange(slot.plan, nullptr);
      checkFinite(job, plan, slot.hostOut.data());
      const unsigned char* rows = slot.hostOut.data() + alignment;
      if (plan.peak == PlannedChunk::Peak::measured) {
        std::uint32_t measured;
        std::memcpy(&measured, rows, sizeof measured);
        peak_ = std::max(peak_, measured);
      } else {
        consume(plan, rows);
      }
      done += plan.clipsDone;
      report(done, control);
    };
    const auto finishAll = [&](std::size_t next) {
      for (std::size_t i = 0; i < streamCount; ++i) finish(*slots_[(next + i) % streamCount]);
    };

    for (std::size_t i = 0; i < chunks.size(); ++i) {
      control.throwIfCancelled();
      Slot& slot = *slots_[i % streamCount];
      finish(slot);
      const bool measured = chunks[i].peak == PlannedChunk::Peak::measured;
      const bool follows = i > 0 && chunks[i - 1].peak == chunks[i].peak &&
                           chunks[i - 1].pieces[0].clip == chunks[i].pieces[0].clip;
      if (measured && !follows) peak_ = 0;
      if (chunks[i].peak == PlannedChunk::Peak::given && !follows) finishAll(i);
      begin(job, chunks[i], slot, blocksOf, launch);
    }
    finishAll(chunks.size());
    control.throwIfCancelled();
    report(job.batch.clips(), control);
  }

  void reserve(const PipelineJob& job, const std::vector<PlannedChunk>& chunks,
               const std::vector<unsigned char>& tables) {
    Layout most{};
    for (const PlannedChunk& plan : chunks) {
      const Layout at = layoutOf(job, plan);
      most.inBytes = std::max(most.inBytes, at.inBytes);
      most.workBytes = std::max(most.workBytes, at.workBytes);
      most.outBytes = std::max(most.outBytes, at.outBytes);
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(streamCount, chunks.size()); ++i) {
      Slot& slot = *slots_[i];
      slot.in.reserve(most.inBytes);
      slot.work.reserve(most.workBytes);
      slot.out.reserve(most.outBytes);
      slot.hostIn.reserve(std::max(most.inBytes, tables.size()));
      slot.hostOut.reserve(most.outBytes);
    }
    if (chunks.empty() || tables.empty()) return;
    tables_.reserve(tables.size());
    std::memcpy(slots_[0]->hostIn.data(), tables.data(), tables.size());
    device_.copyIn(0, tables_.data(), slots_[0]->hostIn.data(), tables.size());
    device_.wait(0);
  }

  template <class BlocksOf, class Launch>
  void begin(const PipelineJob& job, const PlannedChunk& plan, Slot& slot, const BlocksOf& blocksOf,
             const Launch& launch) {
    const Layout at = layoutOf(job, plan);
    const std::uint32_t blocks = fill(job, plan, at, slot.hostIn.data(), blocksOf);
    slot.plan = &plan;
    unsigned char* in = slot.in.data();
    device_.copyIn(slot.stream, in, slot.hostIn.data(), at.inBytes);
    device_.fill(slot.stream, slot.work.data(), 0, sizeof(std::uint32_t));
    device_.fill(slot.stream, slot.out.data(), 0xff, sizeof(std::uint32_t));

    const DeviceChunk chunk{plan,
                            slot.stream,
                            {in + at.samples, !isFloat(job), reinterpret_cast<const ClipPiece*>(in),
                             reinterpret_cast<const std::uint32_t*>(in + at.rowOffsets),
                             static_cast<std::uint32_t>(plan.pieces.size())},
                            reinterpret_cast<std::uint32_t*>(in + at.peaks),
                            reinterpret_cast<const std::uint32_t*>(in + at.blockOffsets),
                            blocks,
                            slot.work.data() + at.kept,
                            slot.out.data() + at.rows,
                            reinterpret_cast<std::uint32_t*>(slot.work.data() + at.again),
                            reinterpret_cast<std::uint32_t*>(slot.work.data())};
    if (isFloat(job)) {
      const auto count = static_cast<std::uint32_t>(plan.samples);
      const FirstNonFinite check{reinterpret_cast<const float*>(in + at.samples), count,
                                 reinterpret_cast<std::uint32_t*>(slot.out.data())};
      device_.launch(slot.stream, check, std::min<std::uint32_t>((count + 1023) / 1024, 2048));
    }
    if (plan.rows > 0) launch(chunk, tables_.data());
    if (plan.peak == PlannedChunk::Peak::measured) {
      device_.copyOut(slot.stream, slot.hostOut.data(), slot.out.data(), alignment);
      device_.copyOut(slot.stream, slot.hostOut.data() + at.rows, chunk.peaks, sizeof(std::uint32_t));
    } else {
      device_.copyOut(slot.stream, slot.hostOut.data(), slot.out.data(), at.rows + plan.rows * job.rowBytes);
    }
  }

  /// Writes a chunk's tables and samples; gives its number of blocks.
  template <class BlocksOf>
  std::uint32_t fill(const PipelineJob& job, const PlannedChunk& plan, const Layout& at, unsigned char* to,
                     const BlocksOf& blocksOf) {
    auto* pieces = reinterpret_cast<ClipPiece*>(to);
    auto* rowOffsets = reinterpret_cast<std::uint32_t*>(to + at.rowOffsets);
    auto* blockOffsets = reinterpret_cast<std::uint32_t*>(to + at.blockOffsets);
    auto* peaks = reinterpret_cast<std::uint32_t*>(to + at.peaks);
    const std::size_t size = sampleBytes(job);
    std::size_t sample = 0;
    std::uint32_t row = 0;
    std::uint32_t block = 0;
    for (std::size_t i = 0; i < plan.pieces.size(); ++i) {
      const PlannedPiece& piece = plan.pieces[i];
      const auto clipBegin = static_cast<std::int64_t>(sample) - piece.sampleBegin;
      pieces[i] = {clipBegin, clipBegin + static_cast<std::int64_t>(job.batch.length(piece.clip)),
                   piece.firstRow, piece.clip};
      rowOffsets[i] = row;
      blockOffsets[i] = block;
      peaks[i] = plan.peak == PlannedChunk::Peak::given ? peak_ : 0;
      row += piece.rows;
      block += blocksOf(piece.rows);
      const std::size_t from = job.batch.offsets[piece.clip] + static_cast<std::size_t>(piece.sampleBegin);
      unsigned char* place = to + at.samples + sample * size;
      addCopy(place, sampleData(job) + from * size, piece.samples() * size);
      const std::size_t end = (piece.samples() + pieceAlignment - 1) / pieceAlignment * pieceAlignment;
      std::memset(place + piece.samples() * size, 0, (end - piece.samples()) * size);
      sample += end;
    }
    rowOffsets[plan.pieces.size()] = row;
    blockOffsets[plan.pieces.size()] = block;
    doCopies();
    return block;
  }

  void addCopy(unsigned char* to, const unsigned char* from, std::size_t bytes) {
    constexpr std::size_t most = std::size_t{1} << 20;
    for (std::size_t begin = 0; begin < bytes; begin += most) {
      copies_.push_back({to + begin, from + begin, std::min(most, bytes - begin)});
    }
  }

  void doCopies() {
    pool_.forEach(copies_.size(), [&] {
      return [&](std::size_t i) { std::memcpy(copies_[i].to, copies_[i].from, copies_[i].bytes); };
    });
    copies_.clear();
  }

  /// Throws NonFiniteSample if the device found one among the chunk's samples.
  static void checkFinite(const PipelineJob& job, const PlannedChunk& plan, const unsigned char* verdict) {
    std::uint32_t first;
    std::memcpy(&first, verdict, sizeof first);
    if (!isFloat(job) || first == UINT32_MAX) return;
    std::size_t sample = 0;
    for (const PlannedPiece& piece : plan.pieces) {
      const std::size_t room = (piece.samples() + pieceAlignment - 1) / pieceAlignment * pieceAlignment;
      if (first < sample + room) {
        throw NonFiniteSample{job.batch.offsets[piece.clip] + static_cast<std::size_t>(piece.sampleBegin) +
                              first - sample};
      }
      sample += room;
    }
  }

  /// Clips that a first attempt had finished aren't told of twice.
  void report(std::size_t done, JobControl& control) {
    if (done <= reported_) return;
    control.addFinishedClips(done - reported_);
    reported_ = done;
  }

  /// Waits until nothing is on its way, whatever has gone wrong.
  void drain() {
    for (auto& slot : slots_) {
      if (!std::exchange(slot->plan, nullptr)) continue;
      try {
        device_.wait(slot->stream);
      } catch (const Error&) {
        // What went wrong first is what the caller hears of.
      }
    }
  }

  void release() {
    tables_.release();
    for (auto& slot : slots_) {
      slot->hostIn.release();
      slot->hostOut.release();
      slot->in.release();
      slot->work.release();
      slot->out.release();
    }
  }

  struct Copy {
    unsigned char* to;
    const unsigned char* from;
    std::size_t bytes;
  };

  Device& device_;
  ThreadPool pool_;
  std::size_t chunkBytes_;
  Memory<Device, false> tables_;
  std::array<std::optional<Slot>, streamCount> slots_;
  std::vector<Copy> copies_;
  std::uint32_t peak_ = 0;  // of a clip that is done in parts
  std::size_t reported_ = 0;
};

}  // namespace ser::dsp::cuda
