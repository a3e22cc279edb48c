#include "convert.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "check.h"

namespace ser::dsp {
namespace {

/// Where a segment may start: no clip has that many samples.
constexpr double largestStart = 1099511627776.0;

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
Napi::TypedArrayOf<T> toArray(const Napi::Value& value, const char* name) {
  require(value.IsTypedArray() && value.As<Napi::TypedArray>().TypedArrayType() == arrayType<T>,
          std::string(name) + " of the wrong type");
  return value.As<Napi::TypedArrayOf<T>>();
}

template <class T>
std::vector<T> toVector(const Napi::Object& object, const char* name) {
  auto array = toArray<T>(object.Get(name), name);
  return std::vector<T>(array.Data(), array.Data() + array.ElementLength());
}

/// A table of finite numbers.
template <class T>
std::vector<T> toTable(const Napi::Object& object, const char* name) {
  auto table = toVector<T>(object, name);
  bool finite = true;  // no early end: that way the loop is done in vectors
  for (const T value : table) finite &= std::abs(value) <= std::numeric_limits<T>::max();
  require(finite, std::string(name) + " that aren't all finite");
  return table;
}

/// n + 1 rising offsets of n clips.
std::vector<std::uint32_t> toOffsets(const Napi::Object& job, const char* name) {
  auto offsets = toVector<std::uint32_t>(job, name);
  require(!offsets.empty() && std::is_sorted(offsets.begin(), offsets.end()),
          std::string(name) + " that don't rise");
  return offsets;
}

MelFilters toMelFilters(const Napi::Object& params) {
  return {toVector<std::uint32_t>(params, "starts"), toVector<std::uint32_t>(params, "lengths"),
          toTable<float>(params, "weights")};
}

MelParams::Output toOutput(const Napi::Object& params) {
  const Napi::Value value = params.Get("output");
  const std::string name = value.IsString() ? value.As<Napi::String>().Utf8Value() : "";
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

ResampleParams::Spectral toSpectral(const Napi::Object& params) {
  return {toWhole<std::uint32_t>(params, "blockIn"), toWhole<std::uint32_t>(params, "blockOut"),
          toTable<float>(params, "response")};
}

template <class Params>
Params checked(Params params) {
  check(params);
  return params;
}

}  // namespace

Batch toBatch(const Napi::Object& job) {
  Batch batch{static_cast<const float*>(nullptr), toOffsets(job, "offsets")};
  const Napi::Value samples = job.Get("samples");
  require(samples.IsTypedArray(), "samples that are no typed array");
  if (samples.As<Napi::TypedArray>().TypedArrayType() == napi_int16_array) {
    batch.samples = static_cast<const std::int16_t*>(toArray<std::int16_t>(samples, "samples").Data());
  } else {
    batch.samples = static_cast<const float*>(toArray<float>(samples, "samples").Data());
  }
  require(batch.offsets.back() <= samples.As<Napi::TypedArray>().ElementLength(),
          "offsets beyond the samples");
  return batch;
}

Rows toRows(const Napi::Object& job) {
  auto output = toArray<float>(job.Get("output"), "output");
  Rows rows{output.Data(), toOffsets(job, "outputOffsets"), toWhole<std::size_t>(job, "width")};
  require(rows.width >= 1 && output.ElementLength() % rows.width == 0 &&
              output.ElementLength() / rows.width == rows.offsets.back(),
          "an output of the wrong size");
  return rows;
}

StftParams toStftParams(const Napi::Object& params) {
  return checked(StftParams{toWhole<std::size_t>(params, "fftSize"),
                            toWhole<std::int64_t>(params, "hopLength"), toFlag(params, "center"),
                            toFlag(params, "reflect"), toTable<double>(params, "window")});
}

MelParams toMelParams(const Napi::Object& params) {
  return checked(MelParams{toStftParams(params), toMelFilters(params), toNumber(params, "power"),
                           toOutput(params)});
}

MfccParams toMfccParams(const Napi::Object& params) {
  return checked(MfccParams{toMelParams(params), toTable<float>(params, "dct")});
}

FrameParams toFrameParams(const Napi::Object& params) {
  return checked(FrameParams{toWhole<std::size_t>(params, "frameLength"),
                             toWhole<std::int64_t>(params, "hopLength"), toFlag(params, "center")});
}

ResampleParams toResampleParams(const Napi::Object& params) {
  ResampleParams resample{toWhole<std::uint32_t>(params, "up"),     toWhole<std::uint32_t>(params, "down"),
                          toWhole<std::uint32_t>(params, "phases"), toFlag(params, "interpolated"),
                          toWhole<std::size_t>(params, "taps"),     toWhole<std::int64_t>(params, "delay"),
                          toTable<float>(params, "coefficients")};
  if (const auto spectral = toOptional(params, "spectral")) resample.spectral = toSpectral(*spectral);
  return checked(std::move(resample));
}

RecipeParams toRecipeParams(const Napi::Object& params) {
  RecipeParams recipe;
  if (const auto resample = toOptional(params, "resample")) recipe.resample = toResampleParams(*resample);
  if (const auto segments = toOptional(params, "segments")) recipe.segments = toSegmentPlan(*segments);
  if (const auto mel = toOptional(params, "mel")) recipe.mel = toMelParams(*mel);
  return recipe;
}

}  // namespace ser::dsp
