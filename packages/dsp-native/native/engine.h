#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "job.h"

/// What an engine computes, whatever it runs on. Option names and meanings are those of @ser/dsp, which also
/// computes every table of numbers found here (window, mel filters, DCT, resampling filter): an engine only
/// applies them.
namespace ser::dsp {

/// Float samples, or 16-bit integers that count as value / 32768. They belong to JavaScript and are read in
/// place.
using Samples = std::variant<const float*, const std::int16_t*>;

/// Clips end to end: clip i is samples[offsets[i]] … samples[offsets[i + 1]].
struct Batch {
  Samples samples;
  std::vector<std::uint32_t> offsets;

  std::size_t clips() const { return offsets.size() - 1; }
  std::size_t length(std::size_t clip) const { return offsets[clip + 1] - offsets[clip]; }
};

/// Where results go: clip i's rows are offsets[i] … offsets[i + 1], `width` values each. Belongs to
/// JavaScript.
struct Rows {
  float* data;
  std::vector<std::uint32_t> offsets;
  std::size_t width;

  float* row(std::size_t clip, std::size_t index) const { return data + (offsets[clip] + index) * width; }
};

struct StftParams {
  std::size_t fftSize;
  std::int64_t hopLength;
  bool center;
  bool reflect;                // mirror a clip at its ends; else zeros
  std::vector<double> window;  // fftSize values

  std::size_t bins() const { return fftSize / 2 + 1; }
};

/// Band b weighs bins starts[b] … starts[b] + lengths[b]; its weights follow those of band b - 1.
struct MelFilters {
  std::vector<std::uint32_t> starts;
  std::vector<std::uint32_t> lengths;
  std::vector<float> weights;

  std::size_t bands() const { return starts.size(); }
};

struct MelParams {
  enum class Output { power, db, log };

  StftParams stft;
  MelFilters filters;
  double power;  // exponent of the magnitude
  Output output;
};

struct MfccParams {
  MelParams mel;
  std::vector<float> dct;  // row by row: coefficients × bands
};

struct FrameParams {
  std::size_t frameLength;
  std::int64_t hopLength;
  bool center;
};

/// A polyphase filter: see ResamplerDesign in @ser/dsp.
struct ResampleParams {
  std::uint32_t up;
  std::uint32_t down;
  std::uint32_t phases;
  bool interpolated;
  std::size_t taps;
  std::int64_t delay;
  std::vector<float> coefficients;

  /// The same filter for blocks that FFTs take in and give out: see SpectralResamplerDesign in @ser/dsp.
  struct Spectral {
    std::size_t blockIn;
    std::size_t blockOut;
    std::vector<float> response;
  };
  std::optional<Spectral> spectral = {};
};

/// ceil(n × up / down), as resampledLength of @ser/dsp.
inline std::uint64_t resampledLength(std::uint64_t samples, const ResampleParams& params) {
  return (samples * params.up + params.down - 1) / params.down;
}

/// Computes features on one device. Calls come from one thread at a time and return when the result is
/// complete. They throw Cancelled soon after the job is cancelled, NonFiniteSample for the first sample that
/// isn't finite, and std::exception for anything else; then no thread touches the batch or the rows any more.
class Engine {
 public:
  virtual ~Engine() = default;

  /// What it runs on, if that isn't this machine's processor; empty if it is.
  virtual std::string name() const = 0;
  /// The processor's vector instructions that it uses: avx512, avx2 or baseline; empty if none.
  virtual std::string simd() const = 0;

  /// Rows of fftSize / 2 + 1 complex values, re and im interleaved.
  virtual void stft(const Batch&, const StftParams&, const Rows&, JobControl&) = 0;
  virtual void melSpectrogram(const Batch&, const MelParams&, const Rows&, JobControl&) = 0;
  virtual void mfcc(const Batch&, const MfccParams&, const Rows&, JobControl&) = 0;
  virtual void frameZeroCrossingRate(const Batch&, const FrameParams&, const Rows&, JobControl&) = 0;
  virtual void frameRms(const Batch&, const FrameParams&, const Rows&, JobControl&) = 0;
  /// One row a clip: zero crossings, mean power.
  virtual void zcrEnergy(const Batch&, const Rows&, JobControl&) = 0;
  /// Rows of one value: the resampled clip.
  virtual void resample(const Batch&, const ResampleParams&, const Rows&, JobControl&) = 0;
};

}  // namespace ser::dsp
