#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "../engine.h"
#include "blocks.h"
#include "framing.h"
#include "frame_fft.h"
#include "ser/thread_pool.h"
#include "spectral_resampler.h"

namespace ser::dsp::SER_SIMD {

/// The engine for any processor, for one set of vector instructions. Its results are the same bits for any number of threads.
class CpuEngine final : public Engine {
 public:
  explicit CpuEngine(std::size_t threads) : pool_(threads) {}

  std::string name() const override { return ""; }
  std::string simd() const override;
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

  void resampleTapByTap(const Batch&, const ResampleParams&, const Rows&, JobControl&);
  void resampleBySpectra(const Batch&, const ResampleParams&, const Rows&, JobControl&);

  ThreadPool pool_;
  FftCache<SingleFft> singleFft_;
  FftCache<DoubleFft> doubleFft_;
  std::unique_ptr<SpectralResampler> spectralResampler_;  // the last one
};

/// What the rest of the addon sees of this folder: see make_cpu_engine.cc.
std::unique_ptr<Engine> makeEngine(std::size_t threads);

}  // namespace ser::dsp::SER_SIMD
