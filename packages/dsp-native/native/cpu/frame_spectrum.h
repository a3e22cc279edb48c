#pragma once

#include <cstddef>
#include <vector>

#include "../engine.h"
#include "framing.h"
#include "real_fft.h"
#include "window.h"

namespace ser::dsp {

/// A thread's road from a frame to its spectrum: framing, window, FFT.
class FrameSpectrum {
 public:
  /// Refers to its arguments, which must live longer.
  FrameSpectrum(const RealFft& fft, const StftParams& params)
      : fft_(fft), params_(params), samples_(params.fftSize), frame_(params.fftSize), buffers_(fft) {}

  void compute(const Batch& batch, std::size_t clip, std::size_t index) {
    const Padding padding = params_.reflect ? Padding::reflect : Padding::zero;
    loadFrame(batch, clip, index, params_.fftSize, params_.hopLength, params_.center, padding,
              samples_.data());
    applyWindow(samples_.data(), params_.window.data(), params_.fftSize, frame_.data());
    fft_.transform(frame_.data(), buffers_);
  }

  /// `bins()` values each.
  const double* re() const { return buffers_.re(); }
  const double* im() const { return buffers_.im(); }
  std::size_t bins() const { return fft_.bins(); }

 private:
  const RealFft& fft_;
  const StftParams& params_;
  std::vector<float> samples_;
  std::vector<double> frame_;
  RealFft::Buffers buffers_;
};

}  // namespace ser::dsp
