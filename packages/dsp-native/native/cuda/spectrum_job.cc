#include "spectrum_job.h"

namespace ser::dsp::cuda {
namespace {

MelScale scaleOf(MelParams::Output output) {
  switch (output) {
    case MelParams::Output::power:
      return MelScale::power;
    case MelParams::Output::log:
      return MelScale::log;
    default:
      return MelScale::decibels;
  }
}

}  // namespace

SpectrumJob::SpectrumJob(const StftParams& stft, const MelParams* mel) {
  const std::size_t size = stft.fftSize;
  fast_ = size >= 256 && size <= 4096 && (size & (size - 1)) == 0;
  // float32 does where the guard knows its errors: in spectra, and in bands of powers. A logarithm would show
  // those of the quietest band.
  inFloat_ = fast_ && (!mel || (mel->output == MelParams::Output::power && mel->power == 2));
  points_ = static_cast<int>(size % 2 == 0 ? size / 2 : size);

  task_.fftSize = static_cast<int>(size);
  task_.hopLength = stft.hopLength;
  task_.padding = stft.center ? static_cast<std::int64_t>(size / 2) : 0;
  task_.reflect = stft.center && stft.reflect;
  if (mel) {
    const CutFilters cut = cutFilters(mel->filters);
    task_.mel = true;
    task_.exponent = mel->power;
    task_.scale = scaleOf(mel->output);
    task_.filters.pieceCount = static_cast<std::uint32_t>(cut.pieces.size());
    task_.filters.bands = static_cast<std::uint32_t>(mel->filters.bands());
    task_.filters.widest = cut.widest;
    pieces_ = tables_.add(cut.pieces);
    weights_ = tables_.add(cut.weights);
    bandOffsets_ = tables_.add(cut.bandOffsets);
  }
  if (fast_) {
    ofSize(task_.fftSize, [&](auto fft) {
      sharedBytes_ = FastSpectrum<double, decltype(fft)::value>{task_, nullptr}.sharedBytes();
    });
  } else {
    AnySpectrum kernel{};
    kernel.task = task_;
    kernel.points = points_;
    sharedBytes_ = kernel.sharedBytes();
  }
  if (!fits()) return;

  windowInDouble_ = tables_.add(stft.window);
  twiddlesInDouble_ = tables_.add(turnsOf<double>(size, size / 2 + 1));
  if (inFloat_) {
    window_ = tables_.add(std::vector<float>(stft.window.begin(), stft.window.end()));
    twiddles_ = tables_.add(turnsOf<float>(size, size / 2));
  }
  if (!fast_) {
    factors_ = factorsOf(points_);
    turns_ = tables_.add(turnsOf<double>(points_, points_));
  }
}

}  // namespace ser::dsp::cuda
