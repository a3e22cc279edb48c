#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "../engine.h"
#include "blocks.h"
#include "framing.h"
#include "real_fft.h"
#include "ser/thread_pool.h"
#include "simd.h"

namespace ser::dsp {

/// The engine for any processor. Its results are the same bits for any number of threads.
class CpuEngine final : public Engine {
 public:
  explicit CpuEngine(std::size_t threads) : pool_(threads) {}

  std::string name() const override { return ""; }
  std::string simd() const override { return compiledSimd(); }
  void stft(const Batch&, const StftParams&, const Rows&, JobControl&) override;
  void melSpectrogram(const Batch&, const MelParams&, const Rows&, JobControl&) override;
  void mfcc(const Batch&, const MfccParams&, const Rows&, JobControl&) override;
  void frameZeroCrossingRate(const Batch&, const FrameParams&, const Rows&, JobControl&) override;
  void frameRms(const Batch&, const FrameParams&, const Rows&, JobControl&) override;
  void zcrEnergy(const Batch&, const Rows&, JobControl&) override;
  void resample(const Batch&, const ResampleParams&, const Rows&, JobControl&) override;

 private:
  /// Throws NonFiniteSample for the first one.
  void checkFinite(const Batch&, const JobControl&);

  /// The mel rows of `blocks`: `destination(block)` says where they go, `finished(block, rows)` is called on
  /// each block.
  template <class Destination, class Finished>
  void melRows(const Batch&, const MelParams&, const std::vector<Block>& blocks, const JobControl&,
               const Destination& destination, const Finished& finished);

  /// One value a frame: `measure(frame)`.
  template <class Measure>
  void frameValues(const Batch&, const FrameParams&, Padding, const Rows&, JobControl&,
                   const Measure& measure);

  /// The transform of that size; the last one is kept.
  const RealFft& fftOf(std::size_t size);

  ThreadPool pool_;
  std::unique_ptr<RealFft> fft_;
};

}  // namespace ser::dsp
