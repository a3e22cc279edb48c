#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "../engine.h"
#include "blocks.h"
#include "framing.h"
#include "lane_fft.h"
#include "shuffles.h"

namespace ser::dsp::SER_SIMD {

/// Resampling by a whole ratio in the frequency domain: blocks of `blockIn` samples overlap, each is
/// transformed, weighed by the filter's response, cut or filled with zeros to the spectrum of `blockOut`
/// samples, and transformed back; what a block's neighbours reach into is left out (overlap-save: Oppenheim &
/// Schafer, Discrete-Time Signal Processing, 8.7). That takes a seventh of the multiplications of the same
/// filter tap by tap. A vector holds a value of as many blocks as it has lanes, of whichever clips.
class SpectralResampler {
 public:
  static constexpr std::size_t laneCount = ser::SER_SIMD::lanes<float>;

  /// `params.spectral` must be there.
  explicit SpectralResampler(const ResampleParams& params)
      : up_(params.up),
        down_(params.down),
        in_(params.spectral->blockIn),
        out_(params.spectral->blockOut),
        taps_(params.taps),
        given_(params.spectral->response),
        response_(given_),
        forward_(in_ / 2),
        backward_(out_ / 2) {
    const std::size_t reach =
        (params.taps / 2 * up_ + down_ - 1) / down_ + 1;  // outputs that a filter's half spans
    step_ = (out_ - 2 * reach) / up_ * up_;
    lead_ = (reach + up_ - 1) / up_ * up_;
    firstValid_ = reach;
    for (float& value : response_) value /= 2 * static_cast<float>(in_);
    for (std::size_t k = 0; k <= in_ / 4; ++k) inTwiddles_.push_back(rootOfUnity(k, in_));
    for (std::size_t k = 0; k <= out_ / 4; ++k) outTwiddles_.push_back(rootOfUnity(k, out_));
  }

  bool isOf(const ResampleParams& params) const {
    return up_ == params.up && down_ == params.down && in_ == params.spectral->blockIn &&
           out_ == params.spectral->blockOut && taps_ == params.taps && given_ == params.spectral->response;
  }

  /// Cuts clips, of which clip i has outputs offsets[i] … offsets[i + 1], into what a lane does at once.
  std::vector<Block> cut(const std::vector<std::uint32_t>& offsets) const {
    std::vector<Block> blocks;
    for (std::size_t clip = 0; clip + 1 < offsets.size(); ++clip) {
      const std::size_t count = offsets[clip + 1] - offsets[clip];
      // The first block starts before the clip, so it ends early.
      for (std::size_t first = 0, end; first < count; first = end) {
        end = std::min(count, blockOf(first) * step_ + firstValid_ + step_ - lead_);
        blocks.push_back({clip, first, end - first});
      }
    }
    return blocks;
  }

  /// A thread's memory.
  struct Scratch {
    explicit Scratch(const SpectralResampler& plan)
        : a(std::max(plan.in_, plan.out_) / 2 + laneCount), b(a.size()), staging(laneCount * stagingLength) {}

    std::vector<LaneComplex> a;
    std::vector<LaneComplex> b;
    std::vector<float> staging;
  };

  /// Computes `count` blocks of `cut`, at most one a lane.
  void resample(const Batch& batch, const Block* blocks, std::size_t count, const Rows& out,
                Scratch& scratch) const {
    gather(batch, blocks, count, scratch);
    forward_.transform(scratch.a.data(), scratch.b.data());
    shape(scratch.b.data(), scratch.a.data());
    backward_.transform(scratch.a.data(), scratch.b.data());
    scatter(scratch, blocks, count, out);
  }

 private:
  static constexpr std::size_t stagingLength = 256;

  std::size_t blockOf(std::size_t output) const { return (output + lead_ - firstValid_) / step_; }

  /// Where block `index` starts, in outputs from its clip's start.
  std::int64_t startOf(std::size_t index) const {
    return static_cast<std::int64_t>(index * step_) - static_cast<std::int64_t>(lead_);
  }

  /// Sample i of lane l becomes value l of row i; even rows are real parts, odd rows imaginary ones.
  void gather(const Batch& batch, const Block* blocks, std::size_t count, Scratch& scratch) const {
    auto* rows = reinterpret_cast<LaneVec*>(scratch.a.data());
    float* const staging = scratch.staging.data();
    std::fill(staging + count * stagingLength, staging + laneCount * stagingLength, 0.0f);
    for (std::size_t first = 0; first < in_; first += stagingLength) {
      const std::size_t length = std::min(stagingLength, in_ - first);
      for (std::size_t lane = 0; lane < count; ++lane) {
        const std::int64_t start = startOf(blockOf(blocks[lane].first)) / static_cast<std::int64_t>(up_) *
                                   static_cast<std::int64_t>(down_);
        loadSamples(batch, blocks[lane].clip, start + static_cast<std::int64_t>(first), length, Padding::zero,
                    staging + lane * stagingLength);
      }
      for (std::size_t i = 0; i < length; i += laneCount) {
        LaneVec tile[laneCount];
        for (std::size_t lane = 0; lane < laneCount; ++lane)
          tile[lane] = load(staging + lane * stagingLength + i);
        transpose(tile);
        std::copy_n(tile, laneCount, rows + first + i);
      }
    }
  }

  void scatter(Scratch& scratch, const Block* blocks, std::size_t count, const Rows& out) const {
    const auto* rows = reinterpret_cast<const LaneVec*>(scratch.b.data());
    float* const staging = scratch.staging.data();
    for (std::size_t first = firstValid_ / laneCount * laneCount; first < firstValid_ + step_;
         first += stagingLength) {
      const std::size_t length = std::min(stagingLength, out_ - first);
      for (std::size_t i = 0; i < length; i += laneCount) {
        LaneVec tile[laneCount];
        // Real and imaginary parts have changed places: see shape().
        for (std::size_t row = 0; row < laneCount; ++row) tile[row] = rows[(first + i + row) ^ 1];
        transpose(tile);
        for (std::size_t lane = 0; lane < laneCount; ++lane)
          store(staging + lane * stagingLength + i, tile[lane]);
      }
      for (std::size_t lane = 0; lane < count; ++lane) {
        const Block& block = blocks[lane];
        const std::int64_t start = startOf(blockOf(block.first));
        const auto from = std::max<std::int64_t>(static_cast<std::int64_t>(block.first),
                                                 start + static_cast<std::int64_t>(first));
        const auto until = std::min<std::int64_t>(static_cast<std::int64_t>(block.first + block.count),
                                                  start + static_cast<std::int64_t>(first + length));
        if (from >= until) continue;
        std::copy_n(staging + lane * stagingLength + (from - start - static_cast<std::int64_t>(first)),
                    until - from, out.row(block.clip, static_cast<std::size_t>(from)));
      }
    }
  }

  /// From the transform of the packed input (sample 2n + i × sample 2n + 1) to that of the packed output. An
  /// inverse transform is a forward one of values whose real and imaginary parts have changed places, and so
  /// have the results'.
  void shape(LaneComplex* input, LaneComplex* output) const {
    const std::size_t inHalf = in_ / 2;
    const std::size_t outHalf = out_ / 2;
    const std::size_t kept = std::min(inHalf, outHalf);

    // The spectrum of the real input, times the response, in place.
    input[0] = {(input[0].re + input[0].im) * (2 * response_[0]), LaneVec{}};
    for (std::size_t k = 1; k <= inHalf - k; ++k) {
      const std::size_t mirror = inHalf - k;
      const LaneComplex sum = input[k] + conjugate(input[mirror]);
      const LaneComplex turned = timesI(input[k] - conjugate(input[mirror])) * inTwiddles_[k];
      if (mirror < kept) input[mirror] = conjugate(sum + turned) * response_[mirror];
      if (k < kept) input[k] = (sum - turned) * response_[k];
    }

    const auto spectrum = [&](std::size_t k) { return k < kept ? input[k] : LaneComplex{}; };
    const auto swapped = [](LaneComplex a) { return LaneComplex{a.im, a.re}; };
    output[0] = {input[0].re, input[0].re};
    for (std::size_t k = 1; k <= outHalf - k; ++k) {
      const std::size_t mirror = outHalf - k;
      const LaneComplex a = spectrum(k);
      const LaneComplex b = conjugate(spectrum(mirror));
      const Twiddle back{outTwiddles_[k].re, -outTwiddles_[k].im};
      const LaneComplex sum = a + b;
      const LaneComplex turned = timesI((a - b) * back);
      output[k] = swapped(sum + turned);
      output[mirror] = swapped(conjugate(sum - turned));
    }
  }

  std::size_t up_;
  std::size_t down_;
  std::size_t in_;
  std::size_t out_;
  std::size_t taps_;
  std::vector<float> given_;
  std::vector<float> response_;  // as given, times the FFTs' scale
  LaneFft forward_;
  LaneFft backward_;
  std::size_t step_;        // outputs from one block to the next
  std::size_t lead_;        // outputs by which the first block starts before its clip
  std::size_t firstValid_;  // a block's first output that the one before it doesn't reach into
  std::vector<Twiddle> inTwiddles_;
  std::vector<Twiddle> outTwiddles_;
};

}  // namespace ser::dsp::SER_SIMD
