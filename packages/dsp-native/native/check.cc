#include "check.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace ser::dsp {
namespace {

// As in options.ts and resampler.ts of @ser/dsp.
constexpr std::int64_t longestFrame = std::int64_t{1} << 20;
constexpr std::uint32_t highestRate = std::uint32_t{1} << 20;
constexpr std::size_t longestBlock = std::size_t{1} << 15;

/// Offsets have 32 bits.
constexpr std::uint64_t mostSamples = 0xffff'ffff;

void checkHop(std::int64_t hopLength) {
  require(hopLength >= 1 && hopLength <= longestFrame, "hopLength out of range");
}

struct Framing {
  std::size_t frameLength;
  std::int64_t hopLength;
  bool center;
  bool reflect;
};

/// As frameCount of @ser/dsp; none where a clip is too short to be mirrored at its ends.
std::uint64_t frameCount(std::uint64_t samples, const Framing& framing) {
  const std::uint64_t half = framing.center ? framing.frameLength / 2 : 0;
  if (samples == 0 || (framing.reflect && samples <= half)) return 0;
  const std::uint64_t length = samples + 2 * half;
  if (length < framing.frameLength) return 0;
  return 1 + (length - framing.frameLength) / static_cast<std::uint64_t>(framing.hopLength);
}

/// Clip i must have count(i) rows.
template <class Count>
void requireRows(std::size_t clips, const Rows& rows, const Count& count) {
  bool fit = rows.offsets.size() == clips + 1;
  for (std::size_t i = 0; fit && i < clips; ++i) fit = rows.offsets[i + 1] - rows.offsets[i] == count(i);
  require(fit, "outputOffsets that don't fit the clips' lengths");
}

void requireWidth(const Rows& rows, std::size_t width) {
  require(rows.width == width, "a width that isn't the operation's");
}

void requireFrames(const Batch& batch, const Framing& framing, const Rows& rows) {
  requireRows(batch.clips(), rows, [&](std::size_t i) { return frameCount(batch.length(i), framing); });
}

Framing framingOf(const StftParams& stft) {
  return {stft.fftSize, stft.hopLength, stft.center, stft.center && stft.reflect};
}

bool hasSmallFactors(std::size_t value) {
  if (value == 0) return false;
  for (const std::size_t prime : {2, 3, 5, 7}) {
    while (value % prime == 0) value /= prime;
  }
  return value == 1;
}

void checkSpectral(const ResampleParams& filter) {
  const std::size_t in = filter.spectral->blockIn;
  const std::size_t out = filter.spectral->blockOut;
  require(in <= longestBlock && out <= longestBlock && hasSmallFactors(in) && hasSmallFactors(out),
          "blocks out of range");
  const std::size_t reach = filter.taps * filter.up / filter.down + 4;
  require(in % filter.down == 0 && out % filter.up == 0 && in / filter.down == out / filter.up &&
              in % 2 == 0 && out % 2 == 0 && out > reach + filter.up &&
              filter.spectral->response.size() == std::min(in, out) / 2,
          "blocks that don't fit their resampling filter");
}

std::uint64_t lengthOf(const Batch& batch, std::size_t clip, const std::optional<ResampleParams>& resample) {
  return resample ? resampledLength(batch.length(clip), *resample) : batch.length(clip);
}

void checkPlan(const SegmentPlan& plan, std::size_t clips) {
  const std::size_t segments = plan.starts.size();
  require(plan.offsets.size() == clips + 1 && plan.offsets.front() == 0 && plan.offsets.back() == segments &&
              plan.pieces.size() == segments + 1 && plan.pieces.front() == 0,
          "segments that don't fit the clips");
}

}  // namespace

void check(const StftParams& stft) {
  require(stft.fftSize >= 2 && stft.window.size() == stft.fftSize, "a window that isn't as long as the FFT");
  require(stft.fftSize <= static_cast<std::size_t>(longestFrame), "fftSize out of range");
  checkHop(stft.hopLength);
}

void check(const MelParams& mel) {
  check(mel.stft);
  const MelFilters& filters = mel.filters;
  bool fit = filters.bands() > 0 && filters.lengths.size() == filters.bands();
  for (std::size_t band = 0; fit && band < filters.bands(); ++band) {
    fit = std::size_t{filters.starts[band]} + filters.lengths[band] <= mel.stft.bins();
  }
  require(fit && std::accumulate(filters.lengths.begin(), filters.lengths.end(), std::size_t{0}) ==
                     filters.weights.size(),
          "mel filters that don't fit the spectrum");
  require(std::isfinite(mel.power) && mel.power > 0, "power out of range");
}

void check(const MfccParams& mfcc) {
  check(mfcc.mel);
  require(!mfcc.dct.empty() && mfcc.dct.size() % mfcc.mel.filters.bands() == 0,
          "a DCT that doesn't fit the mel bands");
}

void check(const FrameParams& frame) {
  require(frame.frameLength >= 1 && frame.frameLength <= static_cast<std::size_t>(longestFrame),
          "frameLength out of range");
  checkHop(frame.hopLength);
}

void check(const ResampleParams& filter) {
  require(filter.up >= 1 && filter.up <= highestRate && filter.down >= 1 && filter.down <= highestRate,
          "a resampling ratio out of range");
  const std::size_t rows = std::size_t{filter.phases} + (filter.interpolated ? 1 : 0);
  const std::size_t count = filter.coefficients.size();
  require(filter.phases >= 1 && (filter.interpolated || filter.phases == filter.up) && filter.taps >= 1 &&
              count % filter.taps == 0 && count / filter.taps == rows &&
              filter.delay <= static_cast<std::int64_t>(filter.taps),
          "a resampling filter of the wrong size");
  if (filter.spectral) checkSpectral(filter);
}

void checkRows(const Batch& batch, const StftParams& stft, const Rows& rows) {
  requireWidth(rows, 2 * stft.bins());
  requireFrames(batch, framingOf(stft), rows);
}

void checkRows(const Batch& batch, const MelParams& mel, const Rows& rows) {
  requireWidth(rows, mel.filters.bands());
  requireFrames(batch, framingOf(mel.stft), rows);
}

void checkRows(const Batch& batch, const MfccParams& mfcc, const Rows& rows) {
  requireWidth(rows, mfcc.dct.size() / mfcc.mel.filters.bands());
  requireFrames(batch, framingOf(mfcc.mel.stft), rows);
}

void checkRows(const Batch& batch, const FrameParams& frame, const Rows& rows) {
  requireWidth(rows, 1);
  requireFrames(batch, {frame.frameLength, frame.hopLength, frame.center, false}, rows);
}

void checkRows(const Batch& batch, const ResampleParams& filter, const Rows& rows) {
  requireWidth(rows, 1);
  requireRows(batch.clips(), rows, [&](std::size_t i) { return resampledLength(batch.length(i), filter); });
}

void checkRows(const Batch& batch, const RecipeParams& recipe, const Rows& rows) {
  std::uint64_t samples = 0;
  for (std::size_t i = 0; i < batch.clips(); ++i) samples += lengthOf(batch, i, recipe.resample);
  require(samples <= mostSamples, "clips that are too long once they are resampled");
  require(recipe.mel || recipe.segments, "a recipe that has neither segments nor mel filters");
  if (recipe.segments) checkPlan(*recipe.segments, batch.clips());

  const std::size_t pieces = recipe.segments ? recipe.segments->starts.size() : batch.clips();
  const auto pieceLength = [&](std::size_t i) -> std::uint64_t {
    if (!recipe.segments) return lengthOf(batch, i, recipe.resample);
    return recipe.segments->pieces[i + 1] - recipe.segments->pieces[i];
  };
  if (recipe.mel) {
    const Framing framing = framingOf(recipe.mel->stft);
    requireWidth(rows, recipe.mel->filters.bands());
    requireRows(pieces, rows, [&](std::size_t i) { return frameCount(pieceLength(i), framing); });
  } else {
    requireWidth(rows, 1);
    requireRows(pieces, rows, [&](std::size_t i) { return pieceLength(i) + 2; });
  }
}

void checkZcrEnergyRows(const Batch& batch, const Rows& rows) {
  requireWidth(rows, 2);
  requireRows(batch.clips(), rows, [](std::size_t) { return std::uint64_t{1}; });
}

}  // namespace ser::dsp
