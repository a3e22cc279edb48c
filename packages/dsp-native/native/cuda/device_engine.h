#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../engine.h"
#include "finish_rows.h"
#include "frame_values.h"
#include "pipeline.h"
#include "resample_rows.h"
#include "spectrum_job.h"
#include "tables.h"

namespace ser::dsp::cuda {

/// The engine of a device that has memory of its own and runs kernels: a GPU, or its emulation in tests. A
/// `Device` has
///
///     std::string name()                      std::size_t chunkBytes()      std::uint32_t multiprocessors()
///     void* allocate(bytes)                   void release(void*)           (also allocateHost, releaseHost)
///     void copyIn(stream, device, host, n)    void copyOut(stream, host, device, n)
///     void fill(stream, device, byte, n)      void launch(stream, kernel, blocks)
///     void wait(stream)
///
/// and throws OutOfDeviceMemory or DeviceFault. What a call of a stream starts is done in order, at the
/// latest when `wait` returns. Sizes that no kernel does (see SpectrumJob::fits) are left to the CPU engine.
template <class Device>
class DeviceEngine final : public Engine {
 public:
  /// `threads` copy to and from memory that the device can reach. `makeCpuEngine` is called if one is needed.
  DeviceEngine(std::unique_ptr<Device> device, std::size_t threads,
               std::function<std::unique_ptr<Engine>()> makeCpuEngine)
      : device_(std::move(device)), pipeline_(*device_, threads), makeCpuEngine_(std::move(makeCpuEngine)) {}

  std::string name() const override { return device_->name(); }
  std::string simd() const override { return ""; }

  void stft(const Batch& batch, const StftParams& params, const Rows& out, JobControl& control) override {
    const SpectrumJob job(params);
    if (!job.fits()) return cpu().stft(batch, params, out, control);
    run(
        {batch, out.offsets, job.reach(), out.width * sizeof(float), 0, false}, job.tables(),
        [&](const DeviceChunk& chunk, const unsigned char* tables) {
          job.launch(*device_, chunk.stream, spectrumMemory(chunk, chunk.rows, tables));
        },
        copyRows(out), control);
  }

  void melSpectrogram(const Batch& batch, const MelParams& params, const Rows& out,
                      JobControl& control) override {
    const SpectrumJob job(params);
    if (!job.fits()) return cpu().melSpectrogram(batch, params, out, control);
    const bool decibels = params.output == MelParams::Output::db;
    run(
        {batch, out.offsets, job.reach(), out.width * sizeof(float), 0, decibels}, job.tables(),
        [&](const DeviceChunk& chunk, const unsigned char* tables) {
          job.launch(*device_, chunk.stream, spectrumMemory(chunk, chunk.rows, tables));
          if (!decibels || chunk.plan.peak == PlannedChunk::Peak::measured) return;
          const auto width = static_cast<std::uint32_t>(out.width);
          const BelowPeak kernel{peakedRows(chunk), width, reinterpret_cast<float*>(chunk.rows)};
          launch(chunk, kernel, blocksOf(chunk.plan.rows, rowsAtOnce));
        },
        copyRows(out), control);
  }

  void mfcc(const Batch& batch, const MfccParams& params, const Rows& out, JobControl& control) override {
    const std::size_t bands = params.mel.filters.bands();
    MelParams mel = params.mel;
    mel.output = MelParams::Output::db;
    SpectrumJob job(mel);
    if (!job.fits() || bands * rowsAtOnce * sizeof(float) > mostShared) {
      return cpu().mfcc(batch, params, out, control);
    }
    const std::size_t matrix = job.addTable(transposed(params.dct, out.width, bands));
    run(
        {batch, out.offsets, job.reach(), out.width * sizeof(float), bands * sizeof(float), true},
        job.tables(),
        [&](const DeviceChunk& chunk, const unsigned char* tables) {
          job.launch(*device_, chunk.stream, spectrumMemory(chunk, chunk.work, tables));
          if (chunk.plan.peak == PlannedChunk::Peak::measured) return;
          const Cepstrum kernel{peakedRows(chunk),
                                static_cast<std::uint32_t>(bands),
                                static_cast<std::uint32_t>(out.width),
                                reinterpret_cast<const float*>(chunk.work),
                                reinterpret_cast<const float*>(tables + matrix),
                                reinterpret_cast<float*>(chunk.rows)};
          launch(chunk, kernel, blocksOf(chunk.plan.rows, rowsAtOnce));
        },
        copyRows(out), control);
  }

  void frameZeroCrossingRate(const Batch& batch, const FrameParams& params, const Rows& out,
                             JobControl& control) override {
    frameValues(batch, params, FrameValues::Kind::zeroCrossingRate, out, control);
  }

  void frameRms(const Batch& batch, const FrameParams& params, const Rows& out,
                JobControl& control) override {
    frameValues(batch, params, FrameValues::Kind::rms, out, control);
  }

  void zcrEnergy(const Batch& batch, const Rows& out, JobControl& control) override {
    constexpr std::uint32_t partLength = 1 << 14;
    std::vector<std::uint32_t> offsets{0};
    for (std::size_t clip = 0; clip < batch.clips(); ++clip) {
      const std::size_t parts = (batch.length(clip) + partLength - 1) / partLength;
      offsets.push_back(offsets.back() + static_cast<std::uint32_t>(parts));
    }
    std::vector<ClipPart> sums(batch.clips());
    run(
        {batch, offsets, {partLength, 1, 1, partLength}, sizeof(ClipPart), 0, false}, {},
        [&](const DeviceChunk& chunk, const unsigned char*) {
          launch(chunk,
                 ClipParts{chunk.chunk, rowsOf(chunk), partLength, reinterpret_cast<ClipPart*>(chunk.rows)},
                 rowsOf(chunk));
        },
        [&](const PlannedChunk& plan, const unsigned char* rows) {
          for (const PlannedPiece& piece : plan.pieces) {
            for (std::uint32_t i = 0; i < piece.rows; ++i, rows += sizeof(ClipPart)) {
              ClipPart part;
              std::memcpy(&part, rows, sizeof part);
              sums[piece.clip].crossings += part.crossings;
              sums[piece.clip].energy += part.energy;
            }
          }
        },
        control);
    for (std::size_t clip = 0; clip < batch.clips(); ++clip) {
      const auto length = static_cast<double>(std::max<std::size_t>(1, batch.length(clip)));
      float* row = out.row(clip, 0);
      row[0] = static_cast<float>(sums[clip].crossings);
      row[1] = static_cast<float>(sums[clip].energy / length);
    }
  }

  void resample(const Batch& batch, const ResampleParams& params, const Rows& out,
                JobControl& control) override {
    const std::size_t columns = params.coefficients.size() / params.taps;
    TableBytes tables;
    tables.add(transposed(params.coefficients, columns, params.taps));
    ResampleRows kernel{};
    kernel.up = params.up;
    kernel.down = params.down;
    kernel.phases = params.phases;
    kernel.interpolated = params.interpolated;
    kernel.taps = static_cast<int>(params.taps);
    kernel.delay = params.delay;
    kernel.columns = static_cast<std::uint32_t>(columns);
    kernel.shareOut();
    const Reach reach{params.down, params.up, params.delay,
                      static_cast<std::int64_t>(params.taps) - params.delay};
    run(
        {batch, out.offsets, reach, sizeof(float), 0, false}, tables.bytes(),
        [&](const DeviceChunk& chunk, const unsigned char* coefficients) {
          kernel.chunk = chunk.chunk;
          kernel.blockOffsets = chunk.blockOffsets;
          kernel.coefficients = reinterpret_cast<const float*>(coefficients);
          kernel.output = reinterpret_cast<float*>(chunk.rows);
          launch(chunk, kernel, chunk.blocks);
        },
        copyRows(out), control, [&](std::uint32_t rows) { return kernel.blocksOf(rows); });
  }

 private:
  void frameValues(const Batch& batch, const FrameParams& params, FrameValues::Kind kind, const Rows& out,
                   JobControl& control) {
    const auto length = static_cast<std::int64_t>(params.frameLength);
    const std::int64_t padding = params.center ? length / 2 : 0;
    const Reach reach{static_cast<std::uint64_t>(params.hopLength), 1, padding, length - padding};
    run(
        {batch, out.offsets, reach, sizeof(float), 0, false}, {},
        [&](const DeviceChunk& chunk, const unsigned char*) {
          launch(chunk,
                 FrameValues{chunk.chunk, rowsOf(chunk), static_cast<int>(length), params.hopLength, padding,
                             kind, reinterpret_cast<float*>(chunk.rows)},
                 rowsOf(chunk));
        },
        copyRows(out), control);
  }

  /// Runs a job unless an earlier one has broken the device.
  template <class Launch, class Consume, class BlocksOf = std::uint32_t (*)(std::uint32_t)>
  void run(
      const PipelineJob& job, const std::vector<unsigned char>& tables, const Launch& launch,
      const Consume& consume, JobControl& control,
      const BlocksOf& blocks = [](std::uint32_t) { return std::uint32_t{0}; }) {
    if (!fault_.empty()) {
      throw Error("The graphics card failed in an earlier call (" + fault_ +
                  "): create another extractor, in a new process if that doesn't help.");
    }
    try {
      pipeline_.run(job, tables, blocks, launch, consume, control);
    } catch (const DeviceFault& fault) {
      fault_ = fault.what();
      throw;
    } catch (const OutOfDeviceMemory& error) {
      throw Error(
          std::string("The graphics card or the host has too little free memory even for a small part of the batch (") +
          error.what() + ").");
    }
  }

  template <class Kernel>
  void launch(const DeviceChunk& chunk, const Kernel& kernel, std::uint32_t blocks) {
    if (blocks > 0) device_->launch(chunk.stream, kernel, blocks);
  }

  auto copyRows(const Rows& out) {
    return [this, &out](const PlannedChunk& plan, const unsigned char* rows) {
      pipeline_.copy(out.data + plan.firstRow * out.width, rows, plan.rows * out.width * sizeof(float));
    };
  }

  static std::uint32_t rowsOf(const DeviceChunk& chunk) {
    return static_cast<std::uint32_t>(chunk.plan.rows);
  }

  static std::uint32_t blocksOf(std::size_t rows, std::size_t rowsABlock) {
    return static_cast<std::uint32_t>((rows + rowsABlock - 1) / rowsABlock);
  }

  static PeakedRows peakedRows(const DeviceChunk& chunk) {
    return {chunk.chunk.rowOffsets, chunk.chunk.pieceCount, chunk.peaks, rowsOf(chunk)};
  }

  static SpectrumMemory spectrumMemory(const DeviceChunk& chunk, unsigned char* output,
                                       const unsigned char* tables) {
    return {chunk.chunk,      rowsOf(chunk), reinterpret_cast<float*>(output), chunk.peaks, chunk.again,
            chunk.againCount, tables};
  }

  /// rows × columns to columns × rows.
  static std::vector<float> transposed(const std::vector<float>& matrix, std::size_t rows,
                                       std::size_t columns) {
    std::vector<float> turned(matrix.size());
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t column = 0; column < columns; ++column) {
        turned[column * rows + row] = matrix[row * columns + column];
      }
    }
    return turned;
  }

  Engine& cpu() {
    if (!cpu_) cpu_ = makeCpuEngine_();
    return *cpu_;
  }

  std::unique_ptr<Device> device_;
  Pipeline<Device> pipeline_;
  std::function<std::unique_ptr<Engine>()> makeCpuEngine_;
  std::unique_ptr<Engine> cpu_;
  std::string fault_;
};

}  // namespace ser::dsp::cuda
