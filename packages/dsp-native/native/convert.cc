#include "convert.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "ser/error.h"

namespace ser::dsp {
namespace {

/// Where a segment may start: no clip has that many samples.
constexpr double largestStart = 1099511627776.0;

void require(bool sound, const std::string& what) {
  if (!sound) throw Error("The native engine was called with " + what + ".");
}

double toNumber(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  require(value.IsNumber(), std::string(name) + " that is no number");
  return value.As<Napi::Number>().DoubleValue();
}

/// A whole number from 0 to the largest T.
template <class T>
T toWhole(const Napi::Object& object, const char* name) {
  constexpr double safe = 9007199254740991.0;
  const double most = std::min(safe, static_cast<double>(std::numeric_limits<T>::max()));
  const double value = toNumber(object, name);
  require(value >= 0 && value <= most && value == std::floor(value), std::string(name) + " out of range");
  return static_cast<T>(value);
}

bool toFlag(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  require(value.IsBoolean(), std::string(name) + " that is neither true nor false");
  return value.As<Napi::Boolean>().Value();
}

template <class T>
constexpr napi_typedarray_type arrayType = napi_float32_array;
template <>
constexpr napi_typedarray_type arrayType<double> = napi_float64_array;
template <>
constexpr napi_typedarray_type arrayType<std::int16_t> = napi_int16_array;
template <>
constexpr napi_typedarray_type arrayType<std::uint32_t> = napi_uint32_array;

/// A typed array of type T's own kind, in place.
template <class T>
Napi::TypedArrayOf<T> toArray(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  require(value.IsTypedArray() && value.As<Napi::TypedArray>().TypedArrayType() == arrayType<T>,
          std::string(name) + " of the wrong type");
  return value.As<Napi::TypedArrayOf<T>>();
}

template <class T>
std::vector<T> toVector(const Napi::Object& object, const char* name) {
  auto array = toArray<T>(object, name);
  return std::vector<T>(array.Data(), array.Data() + array.ElementLength());
}

/// n + 1 rising offsets of n clips.
std::vector<std::uint32_t> toOffsets(const Napi::Object& job, const char* name) {
  auto offsets = toVector<std::uint32_t>(job, name);
  require(!offsets.empty() && std::is_sorted(offsets.begin(), offsets.end()),
          std::string(name) + " that don't rise");
  return offsets;
}

MelFilters toMelFilters(const Napi::Object& params, std::size_t bins) {
  MelFilters filters{toVector<std::uint32_t>(params, "starts"), toVector<std::uint32_t>(params, "lengths"),
                     toVector<float>(params, "weights")};
  bool fit = filters.lengths.size() == filters.bands();
  for (std::size_t band = 0; fit && band < filters.bands(); ++band) {
    fit = std::size_t{filters.starts[band]} + filters.lengths[band] <= bins;
  }
  require(fit && std::accumulate(filters.lengths.begin(), filters.lengths.end(), std::size_t{0}) ==
                     filters.weights.size(),
          "mel filters that don't fit the spectrum");
  return filters;
}

MelParams::Output toOutput(const Napi::Object& params) {
  const std::string name = params.Get("output").ToString();
  if (name == "power") return MelParams::Output::power;
  if (name == "db") return MelParams::Output::db;
  require(name == "log", "an unknown output");
  return MelParams::Output::log;
}

std::optional<Napi::Object> toOptional(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  if (value.IsUndefined()) return std::nullopt;
  require(value.IsObject(), std::string(name) + " that is no object");
  return value.As<Napi::Object>();
}

SegmentPlan toSegmentPlan(const Napi::Object& segments) {
  SegmentPlan plan{toOffsets(segments, "offsets"), {}, toOffsets(segments, "pieces")};
  for (const double start : toVector<double>(segments, "starts")) {
    require(std::abs(start) <= largestStart && start == std::floor(start), "a segment that starts nowhere");
    plan.starts.push_back(static_cast<std::int64_t>(start));
  }
  return plan;
}

ResampleParams::Spectral toSpectral(const Napi::Object& params, const ResampleParams& filter) {
  ResampleParams::Spectral spectral{toWhole<std::uint32_t>(params, "blockIn"),
                                    toWhole<std::uint32_t>(params, "blockOut"),
                                    toVector<float>(params, "response")};
  const std::size_t in = spectral.blockIn;
  const std::size_t out = spectral.blockOut;
  const std::size_t reach = filter.taps * filter.up / filter.down + 4;
  require(in % filter.down == 0 && out % filter.up == 0 && in / filter.down == out / filter.up &&
              in % 2 == 0 && out % 2 == 0 && out > reach + filter.up &&
              spectral.response.size() == std::min(in, out) / 2,
          "blocks that don't fit their resampling filter");
  return spectral;
}

}  // namespace

Batch toBatch(const Napi::Object& job) {
  Batch batch{static_cast<const float*>(nullptr), toOffsets(job, "offsets")};
  const Napi::Value samples = job.Get("samples");
  require(samples.IsTypedArray(), "samples that are no typed array");
  if (samples.As<Napi::TypedArray>().TypedArrayType() == napi_int16_array) {
    batch.samples = static_cast<const std::int16_t*>(toArray<std::int16_t>(job, "samples").Data());
  } else {
    batch.samples = static_cast<const float*>(toArray<float>(job, "samples").Data());
  }
  require(batch.offsets.back() <= samples.As<Napi::TypedArray>().ElementLength(),
          "offsets beyond the samples");
  return batch;
}

Rows toRows(const Napi::Object& job) {
  auto output = toArray<float>(job, "output");
  Rows rows{output.Data(), toOffsets(job, "outputOffsets"), toWhole<std::size_t>(job, "width")};
  require(rows.offsets.back() * rows.width == output.ElementLength(), "an output of the wrong size");
  return rows;
}

StftParams toStftParams(const Napi::Object& params) {
  StftParams stft{toWhole<std::size_t>(params, "fftSize"), toWhole<std::int64_t>(params, "hopLength"),
                  toFlag(params, "center"), toFlag(params, "reflect"), toVector<double>(params, "window")};
  require(stft.fftSize > 0 && stft.window.size() == stft.fftSize, "a window that isn't as long as the FFT");
  return stft;
}

MelParams toMelParams(const Napi::Object& params) {
  StftParams stft = toStftParams(params);
  MelFilters filters = toMelFilters(params, stft.bins());
  return {std::move(stft), std::move(filters), toNumber(params, "power"), toOutput(params)};
}

MfccParams toMfccParams(const Napi::Object& params) {
  MfccParams mfcc{toMelParams(params), toVector<float>(params, "dct")};
  require(mfcc.dct.size() % mfcc.mel.filters.bands() == 0, "a DCT that doesn't fit the mel bands");
  return mfcc;
}

FrameParams toFrameParams(const Napi::Object& params) {
  const FrameParams frame{toWhole<std::size_t>(params, "frameLength"),
                          toWhole<std::int64_t>(params, "hopLength"), toFlag(params, "center")};
  require(frame.frameLength > 0, "frames of no length");
  return frame;
}

ResampleParams toResampleParams(const Napi::Object& params) {
  ResampleParams resample{toWhole<std::uint32_t>(params, "up"),     toWhole<std::uint32_t>(params, "down"),
                          toWhole<std::uint32_t>(params, "phases"), toFlag(params, "interpolated"),
                          toWhole<std::size_t>(params, "taps"),     toWhole<std::int64_t>(params, "delay"),
                          toVector<float>(params, "coefficients")};
  const std::size_t rows = std::size_t{resample.phases} + (resample.interpolated ? 1 : 0);
  require(resample.up > 0 && resample.down > 0 && resample.taps > 0 &&
              resample.coefficients.size() == rows * resample.taps &&
              (resample.interpolated || resample.phases == resample.up),
          "a resampling filter of the wrong size");
  if (const auto spectral = toOptional(params, "spectral"))
    resample.spectral = toSpectral(*spectral, resample);
  return resample;
}

RecipeParams toRecipeParams(const Napi::Object& params, const Batch& batch, const Rows& rows) {
  RecipeParams recipe;
  if (const auto resample = toOptional(params, "resample")) recipe.resample = toResampleParams(*resample);
  if (const auto segments = toOptional(params, "segments")) recipe.segments = toSegmentPlan(*segments);
  if (const auto mel = toOptional(params, "mel")) recipe.mel = toMelParams(*mel);
  require(fits(recipe, batch, rows), "a recipe that doesn't fit its samples and rows");
  return recipe;
}

}  // namespace ser::dsp
