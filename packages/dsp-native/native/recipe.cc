#include "recipe.h"

#include <algorithm>
#include <variant>

#include "to_float.h"

namespace ser::dsp {
namespace {

constexpr std::size_t mostKept = std::size_t{1} << 23;  // values

/// Rows of one value, one after the other: clip i has counts(i) of them.
template <class Count>
std::vector<std::uint32_t> runningSums(std::size_t clips, const Count& count) {
  std::vector<std::uint32_t> offsets(clips + 1);
  for (std::size_t i = 0; i < clips; ++i) offsets[i + 1] = static_cast<std::uint32_t>(offsets[i] + count(i));
  return offsets;
}

Batch resampleAll(Engine& engine, const Batch& batch, const ResampleParams& params, RecipeScratch& scratch,
                  JobControl& job) {
  const auto offsets =
      runningSums(batch.clips(), [&](std::size_t i) { return resampledLength(batch.length(i), params); });
  const Rows rows{scratch.resampled(offsets.back()), offsets, 1};
  engine.resample(batch, params, rows, job);
  return {static_cast<const float*>(rows.data), offsets};
}

/// Copies samples start … start + length of a clip, zeros where it has none.
template <class Sample>
void copySegment(const Sample* clip, std::size_t clipLength, std::int64_t start, std::size_t length,
                 Sample* to) {
  const auto end = static_cast<std::int64_t>(clipLength);
  const std::int64_t from = std::clamp<std::int64_t>(start, 0, end);
  const std::int64_t until = std::clamp<std::int64_t>(start + static_cast<std::int64_t>(length), from, end);
  Sample* const first =
      std::fill_n(to, std::min<std::int64_t>(from - start, static_cast<std::int64_t>(length)), Sample{});
  Sample* const last = std::copy(clip + from, clip + until, first);
  std::fill(last, to + length, Sample{});
}

template <class Sample>
void cutAll(const Sample* samples, const std::vector<std::uint32_t>& offsets, const SegmentPlan& plan,
            Sample* to, const JobControl& job) {
  for (std::size_t clip = 0; clip + 1 < offsets.size(); ++clip) {
    for (std::size_t s = plan.offsets[clip]; s < plan.offsets[clip + 1]; ++s) {
      job.throwIfCancelled();
      copySegment(samples + offsets[clip], offsets[clip + 1] - offsets[clip], plan.starts[s],
                  plan.pieces[s + 1] - plan.pieces[s], to + plan.pieces[s]);
    }
  }
}

Batch cut(const Batch& batch, const SegmentPlan& plan, RecipeScratch& scratch, const JobControl& job) {
  if (const auto* samples = std::get_if<const std::int16_t*>(&batch.samples)) {
    std::int16_t* const pieces = scratch.int16Pieces(plan.pieces.back());
    cutAll(*samples, batch.offsets, plan, pieces, job);
    return {static_cast<const std::int16_t*>(pieces), plan.pieces};
  }
  float* const pieces = scratch.floatPieces(plan.pieces.back());
  cutAll(std::get<const float*>(batch.samples), batch.offsets, plan, pieces, job);
  return {static_cast<const float*>(pieces), plan.pieces};
}

void copySamples(const Batch& pieces, std::size_t segment, float* to) {
  std::visit(
      [&](const auto* samples) { toFloat(samples + pieces.offsets[segment], pieces.length(segment), to); },
      pieces.samples);
}

void waveRows(Engine& engine, const Batch& pieces, const Rows& out, JobControl& job) {
  std::vector<float> pairs(2 * pieces.clips());
  engine.zcrEnergy(pieces, {pairs.data(), runningSums(pieces.clips(), [](std::size_t) { return 1; }), 2},
                   job);
  for (std::size_t segment = 0; segment < pieces.clips(); ++segment) {
    float* const row = out.row(segment, 0);
    copySamples(pieces, segment, row);
    std::copy_n(pairs.data() + 2 * segment, 2, row + pieces.length(segment));
  }
}

}  // namespace

void RecipeScratch::trim() {
  if (resampled_.size() > mostKept) resampled_ = {};
  if (floatPieces_.size() > mostKept) floatPieces_ = {};
  if (int16Pieces_.size() > mostKept) int16Pieces_ = {};
}

void extractRecipe(Engine& engine, const Batch& batch, const RecipeParams& params, const Rows& out,
                   RecipeScratch& scratch, JobControl& job) {
  Batch pieces = params.resample ? resampleAll(engine, batch, *params.resample, scratch, job) : batch;
  if (params.segments) pieces = cut(pieces, *params.segments, scratch, job);
  if (params.mel) {
    engine.melSpectrogram(pieces, *params.mel, out, job);
  } else {
    waveRows(engine, pieces, out, job);
  }
  scratch.trim();
}

}  // namespace ser::dsp
