#include "operations.h"

#include <utility>

#include "convert.h"
#include "ser/error.h"

namespace ser::dsp {
namespace {

using Work = std::function<void(JobControl&)>;

template <class Params>
Work bind(Engine& engine, void (Engine::*method)(const Batch&, const Params&, const Rows&, JobControl&),
          Params params, const Napi::Object& job) {
  return [&engine, method, params = std::move(params), batch = toBatch(job),
          rows = toRows(job)](JobControl& control) { (engine.*method)(batch, params, rows, control); };
}

Work bindRecipe(Engine& engine, RecipeScratch& scratch, const Napi::Object& params, const Napi::Object& job) {
  Batch batch = toBatch(job);
  Rows rows = toRows(job);
  RecipeParams recipe = toRecipeParams(params, batch, rows);
  return [&engine, &scratch, recipe = std::move(recipe), batch = std::move(batch),
          rows = std::move(rows)](JobControl& control) {
    extractRecipe(engine, batch, recipe, rows, scratch, control);
  };
}

}  // namespace

Work toWork(Engine& engine, RecipeScratch& scratch, const std::string& operation, const Napi::Object& job) {
  if (operation == "zcrEnergy") {
    return [&engine, batch = toBatch(job), rows = toRows(job)](JobControl& control) {
      engine.zcrEnergy(batch, rows, control);
    };
  }
  const auto params = job.Get("params").As<Napi::Object>();
  if (operation == "stft") return bind(engine, &Engine::stft, toStftParams(params), job);
  if (operation == "melSpectrogram") return bind(engine, &Engine::melSpectrogram, toMelParams(params), job);
  if (operation == "mfcc") return bind(engine, &Engine::mfcc, toMfccParams(params), job);
  if (operation == "frameZeroCrossingRate") {
    return bind(engine, &Engine::frameZeroCrossingRate, toFrameParams(params), job);
  }
  if (operation == "frameRms") return bind(engine, &Engine::frameRms, toFrameParams(params), job);
  if (operation == "resample") return bind(engine, &Engine::resample, toResampleParams(params), job);
  if (operation == "recipe") return bindRecipe(engine, scratch, params, job);
  throw Error("The native engine knows no operation " + operation + ".");
}

}  // namespace ser::dsp
