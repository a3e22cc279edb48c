#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine.h"

namespace ser::dsp {

/// How clips are cut: the samples of its clip from `starts[s]` on, zeros where the clip has none, go to places
/// pieces[s] … pieces[s + 1] of segment s. Clip i's segments are offsets[i] … offsets[i + 1].
struct SegmentPlan {
  std::vector<std::uint32_t> offsets;
  std::vector<std::int64_t> starts;
  std::vector<std::uint32_t> pieces;
};

/// FeatureRecipe of @ser/dsp with its tables. What is missing isn't done; without `mel`, a segment's row is
/// its samples, zero crossings and mean power.
struct RecipeParams {
  std::optional<ResampleParams> resample;
  std::optional<SegmentPlan> segments;
  std::optional<MelParams> mel;
};

/// Memory between the steps of a recipe, kept from one call to the next.
class RecipeScratch {
 public:
  float* resampled(std::size_t count) { return room(resampled_, count); }
  float* floatPieces(std::size_t count) { return room(floatPieces_, count); }
  std::int16_t* int16Pieces(std::size_t count) { return room(int16Pieces_, count); }

  /// Gives back what an uncommonly long clip took.
  void trim();

 private:
  template <class T>
  static T* room(std::vector<T>& memory, std::size_t count) {
    if (memory.size() < count) memory.resize(count);
    return memory.data();
  }

  std::vector<float> resampled_;
  std::vector<float> floatPieces_;
  std::vector<std::int16_t> int16Pieces_;
};

/// Resamples a batch, cuts it, and writes the features of segment s to rows out.offsets[s] … out.offsets[s +
/// 1].
void extractRecipe(Engine&, const Batch&, const RecipeParams&, const Rows& out, RecipeScratch&, JobControl&);

}  // namespace ser::dsp
