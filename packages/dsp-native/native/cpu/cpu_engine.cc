#include "cpu_engine.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <span>
#include <variant>

#include "banded_matrix.h"
#include "db.h"
#include "energy.h"
#include "finite.h"
#include "frame_spectrum.h"
#include "framing.h"
#include "resample.h"
#include "spectrum_sinks.h"
#include "zero_crossings.h"

namespace ser::dsp::SER_SIMD {
namespace {

/// Samples of work in a block whose cost is reading them.
constexpr std::size_t samplesPerBlock = std::size_t{1} << 16;

/// Rows of mel bands that wait for their clip's peak between two passes: some megabytes.
constexpr std::size_t rowsPerRange = std::size_t{1} << 15;

/// What an FFT costs per sample, roughly, in multiply-adds.
constexpr std::size_t fftCost = 16;

std::vector<Block> blocksOfFrames(const Rows& out, ClipRange clips, std::size_t frameCost) {
  return cutIntoBlocks(out.offsets, clips, itemsPerBlock(frameCost));
}

ClipRange allClips(const Batch& batch) { return {0, batch.clips()}; }

BandedMatrix denseMatrix(const std::vector<float>& values, std::size_t columns) {
  const std::size_t rows = values.size() / columns;
  return BandedMatrix(std::vector<std::uint32_t>(rows, 0),
                      std::vector<std::uint32_t>(rows, static_cast<std::uint32_t>(columns)), values.data());
}

}  // namespace

std::unique_ptr<Engine> makeEngine(std::size_t threads) { return std::make_unique<CpuEngine>(threads); }

std::string CpuEngine::simd() const {
#define SER_TEXT(name) #name
#define SER_EXPANDED_TEXT(name) SER_TEXT(name)
  return SER_EXPANDED_TEXT(SER_SIMD);
}

void CpuEngine::checkFinite(const Batch& batch, const JobControl& job) {
  const float* const* samples = std::get_if<const float*>(&batch.samples);
  if (!samples) return;
  constexpr std::size_t none = SIZE_MAX;
  std::atomic<std::size_t> first{none};
  forEachBlock(pool_, job, cutIntoBlocks(batch.offsets, allClips(batch), samplesPerBlock), [&] {
    return [&](const Block& block) {
      const std::size_t start = batch.offsets[block.clip] + block.first;
      const std::size_t found = firstNonFinite(*samples + start, block.count);
      if (found == block.count) return;
      std::size_t known = first.load();
      while (start + found < known && !first.compare_exchange_weak(known, start + found)) {
      }
    };
  });
  if (first != none) throw NonFiniteSample{first};
}

void CpuEngine::stft(const Batch& batch, const StftParams& params, const Rows& out, JobControl& job) {
  checkFinite(batch, job);
  const auto blocks = blocksOfFrames(out, allClips(batch), fftCost * params.fftSize);
  ClipCounter counter(blocks, allClips(batch), job);
  const auto compute = [&](const auto& fft, const auto* samples) {
    forEachBlock(pool_, job, blocks, [&] {
      return [&, spectrum = FrameSpectrum(fft, params, batch, samples)](const Block& block) mutable {
        for (std::size_t i = block.first; i < block.first + block.count; ++i) {
          spectrum.compute(block.clip, i, ComplexSink(out.row(block.clip, i)));
        }
        counter.done(block);
      };
    });
  };
  std::visit(compute, singleFft_.of(params.fftSize), batch.samples);
}

template <class Destination, class Finished>
void CpuEngine::melRows(const Batch& batch, const MelParams& params, const std::vector<Block>& blocks,
                        const JobControl& job, const Destination& destination, const Finished& finished) {
  const MelFilters& filters = params.filters;
  const BandedMatrix bands(filters.starts, filters.lengths, filters.weights.data());
  const std::size_t step = params.stft.bins() + BandedMatrix::slack;
  const auto computeWith = [&](const auto& makeSink) {
    return [&](const auto& fft, const auto* samples) {
      forEachBlock(pool_, job, blocks, [&] {
        return [&, spectrum = FrameSpectrum(fft, params.stft, batch, samples),
                power = AlignedVector<float>(BandedMatrix::atOnce * step)](const Block& block) mutable {
          float* rows = destination(block);
          for (std::size_t done = 0; done < block.count;) {
            const std::size_t count = std::min(BandedMatrix::atOnce, block.count - done);
            for (std::size_t i = 0; i < count; ++i) {
              spectrum.compute(block.clip, block.first + done + i, makeSink(power.data() + i * step));
            }
            bands.multiply(power.data(), step, count, rows + done * bands.rows());
            done += count;
          }
          finished(block, rows);
        };
      });
    };
  };
  const auto& fft = doubleFft_.of(params.stft.fftSize);
  if (params.power == 2) {
    const auto square = [](float* power) { return PowerSink(power); };
    std::visit(computeWith(square), fft, batch.samples);
  } else {
    const auto raise = [&](float* power) { return MagnitudeSink(params.power, power); };
    std::visit(computeWith(raise), fft, batch.samples);
  }
}

void CpuEngine::melSpectrogram(const Batch& batch, const MelParams& params, const Rows& out,
                               JobControl& job) {
  checkFinite(batch, job);
  const std::size_t frameCost = fftCost * params.stft.fftSize;
  const auto rowsOf = [&](const Block& block) { return out.row(block.clip, block.first); };

  if (params.output != MelParams::Output::db) {
    const auto blocks = blocksOfFrames(out, allClips(batch), frameCost);
    ClipCounter counter(blocks, allClips(batch), job);
    melRows(batch, params, blocks, job, rowsOf, [&](const Block& block, float* rows) {
      if (params.output == MelParams::Output::log) toNaturalLog(rows, block.count * out.width);
      counter.done(block);
    });
    return;
  }

  // Decibels below the clip's peak: known once all of the clip's rows are.
  for (const ClipRange clips : cutIntoRanges(out.offsets, rowsPerRange)) {
    const auto blocks = blocksOfFrames(out, clips, frameCost);
    std::vector<Peak> peaks(clips.last - clips.first);
    melRows(batch, params, blocks, job, rowsOf, [&](const Block& block, float* rows) {
      toDecibels(rows, block.count * out.width);
      peaks[block.clip - clips.first].raise(rows, block.count * out.width);
    });
    ClipCounter counter(blocks, clips, job);
    forEachBlock(pool_, job, blocks, [&] {
      return [&](const Block& block) {
        const float peak = peaks[block.clip - clips.first].value();
        float* rows = rowsOf(block);
        for (std::size_t i = 0; i < block.count * out.width; ++i)
          rows[i] = std::max(rows[i] - peak, -dynamicRange);
        counter.done(block);
      };
    });
  }
}

void CpuEngine::mfcc(const Batch& batch, const MfccParams& params, const Rows& out, JobControl& job) {
  checkFinite(batch, job);
  const std::size_t bands = params.mel.filters.bands();
  const BandedMatrix dct = denseMatrix(params.dct, bands);
  const std::size_t frameCost = fftCost * params.mel.stft.fftSize + bands * out.width;
  for (const ClipRange clips : cutIntoRanges(out.offsets, rowsPerRange)) {
    const auto blocks = blocksOfFrames(out, clips, frameCost);
    const std::size_t firstRow = out.offsets[clips.first];
    const std::size_t rowCount = out.offsets[clips.last] - firstRow;
    const auto mel = std::make_unique_for_overwrite<float[]>(rowCount * bands);
    const auto melRowsOf = [&](const Block& block) {
      return mel.get() + (out.offsets[block.clip] + block.first - firstRow) * bands;
    };

    std::vector<Peak> peaks(clips.last - clips.first);
    melRows(batch, params.mel, blocks, job, melRowsOf, [&](const Block& block, float* rows) {
      toDecibels(rows, block.count * bands);
      peaks[block.clip - clips.first].raise(rows, block.count * bands);
    });
    ClipCounter counter(blocks, clips, job);
    forEachBlock(pool_, job, blocks, [&] {
      return [&, clamped = std::vector<float>()](const Block& block) mutable {
        const float floor = peaks[block.clip - clips.first].value() - dynamicRange;
        const float* rows = melRowsOf(block);
        clamped.resize(block.count * bands + BandedMatrix::slack);
        std::transform(rows, rows + block.count * bands, clamped.begin(),
                       [floor](float value) { return std::max(value, floor); });
        dct.multiply(clamped.data(), bands, block.count, out.row(block.clip, block.first));
        counter.done(block);
      };
    });
  }
}

template <class Measure>
void CpuEngine::frameValues(const Batch& batch, const FrameParams& params, Padding padding, const Rows& out,
                            JobControl& job, const Measure& measure) {
  checkFinite(batch, job);
  const auto blocks = blocksOfFrames(out, allClips(batch), params.frameLength);
  ClipCounter counter(blocks, allClips(batch), job);
  forEachBlock(pool_, job, blocks, [&] {
    return [&, frame = std::vector<float>(params.frameLength)](const Block& block) mutable {
      for (std::size_t i = block.first; i < block.first + block.count; ++i) {
        loadFrame(batch, block.clip, i, params.frameLength, params.hopLength, params.center, padding,
                  frame.data());
        *out.row(block.clip, i) = measure(frame.data());
      }
      counter.done(block);
    };
  });
}

void CpuEngine::frameZeroCrossingRate(const Batch& batch, const FrameParams& params, const Rows& out,
                                      JobControl& job) {
  const auto length = static_cast<double>(params.frameLength);
  frameValues(batch, params, Padding::edge, out, job, [&](const float* frame) {
    return static_cast<float>(static_cast<double>(countZeroCrossings(frame, params.frameLength)) / length);
  });
}

void CpuEngine::frameRms(const Batch& batch, const FrameParams& params, const Rows& out, JobControl& job) {
  const auto length = static_cast<double>(params.frameLength);
  frameValues(batch, params, Padding::zero, out, job, [&](const float* frame) {
    return static_cast<float>(std::sqrt(sumOfSquares(frame, params.frameLength) / length));
  });
}

void CpuEngine::zcrEnergy(const Batch& batch, const Rows& out, JobControl& job) {
  checkFinite(batch, job);
  struct Part {
    std::size_t crossings;
    double energy;
  };
  const auto blocks = cutIntoBlocks(batch.offsets, allClips(batch), samplesPerBlock);
  std::vector<Part> parts(blocks.size());
  ClipCounter counter(blocks, allClips(batch), job);
  forEachBlock(pool_, job, blocks, [&] {
    return [&, samples = std::vector<float>()](const Block& block) mutable {
      // The sample before the block makes a pair with its first one; at the clip's start it is repeated.
      samples.resize(block.count + 1);
      loadSamples(batch, block.clip, static_cast<std::int64_t>(block.first) - 1, samples.size(),
                  Padding::edge, samples.data());
      const auto index = static_cast<std::size_t>(&block - blocks.data());
      parts[index] = {countSignChanges(samples.data(), samples.size()),
                      sumOfSquares(samples.data() + 1, block.count)};
      counter.done(block);
    };
  });

  std::fill_n(out.data, batch.clips() * out.width, 0.0f);
  for (std::size_t i = 0; i < blocks.size();) {
    const std::size_t clip = blocks[i].clip;
    Part sum{};
    for (; i < blocks.size() && blocks[i].clip == clip; ++i) {
      sum.crossings += parts[i].crossings;
      sum.energy += parts[i].energy;
    }
    float* row = out.row(clip, 0);
    row[0] = static_cast<float>(sum.crossings);
    row[1] = static_cast<float>(sum.energy / static_cast<double>(batch.length(clip)));
  }
}

void CpuEngine::resample(const Batch& batch, const ResampleParams& params, const Rows& out, JobControl& job) {
  checkFinite(batch, job);
  if (params.spectral) {
    resampleBySpectra(batch, params, out, job);
  } else {
    resampleTapByTap(batch, params, out, job);
  }
}

void CpuEngine::resampleTapByTap(const Batch& batch, const ResampleParams& params, const Rows& out,
                                 JobControl& job) {
  const std::size_t cost = params.taps * (params.interpolated ? 2 : 1);
  const auto blocks = blocksOfFrames(out, allClips(batch), cost);
  ClipCounter counter(blocks, allClips(batch), job);
  forEachBlock(pool_, job, blocks, [&] {
    return [&, resampler = Resampler(params)](const Block& block) mutable {
      resampler.resample(batch, block.clip, block.first, block.count, out.row(block.clip, block.first));
      counter.done(block);
    };
  });
}

void CpuEngine::resampleBySpectra(const Batch& batch, const ResampleParams& params, const Rows& out,
                                  JobControl& job) {
  if (!spectralResampler_ || !spectralResampler_->isOf(params)) {
    spectralResampler_ = std::make_unique<SpectralResampler>(params);
  }
  const SpectralResampler& resampler = *spectralResampler_;
  const auto blocks = resampler.cut(out.offsets);
  ClipCounter counter(blocks, allClips(batch), job);
  constexpr std::size_t lanes = SpectralResampler::laneCount;
  pool_.forEach((blocks.size() + lanes - 1) / lanes, [&] {
    return [&, scratch = SpectralResampler::Scratch(resampler)](std::size_t i) mutable {
      job.throwIfCancelled();
      const std::span<const Block> group(blocks.begin() + static_cast<std::ptrdiff_t>(i * lanes),
                                         std::min(lanes, blocks.size() - i * lanes));
      resampler.resample(batch, group.data(), group.size(), out, scratch);
      for (const Block& block : group) counter.done(block);
    };
  });
}

}  // namespace ser::dsp::SER_SIMD
