#include "operations.h"

#include <utility>

#include "check.h"
#include "convert.h"

namespace ser::dsp {
namespace {

using Work = std::function<void(JobControl&)>;

/// A job's clips and where its results go, checked against its parameters.
template <class Params>
struct Call {
  Call(const Napi::Object& job, Params checked)
      : params(std::move(checked)), batch(toBatch(job)), rows(toRows(job)) {
    checkRows(batch, params, rows);
  }

  Params params;
  Batch batch;
  Rows rows;
};

template <class Params>
Work bind(Engine& engine, void (Engine::*method)(const Batch&, const Params&, const Rows&, JobControl&),
          Params params, const Napi::Object& job) {
  return [&engine, method, call = Call(job, std::move(params))](JobControl& control) {
    (engine.*method)(call.batch, call.params, call.rows, control);
  };
}

Work bindZcrEnergy(Engine& engine, const Napi::Object& job) {
  Batch batch = toBatch(job);
  Rows rows = toRows(job);
  checkZcrEnergyRows(batch, rows);
  return [&engine, batch = std::move(batch), rows = std::move(rows)](JobControl& control) {
    engine.zcrEnergy(batch, rows, control);
  };
}

Work bindRecipe(Engine& engine, RecipeScratch& scratch, const Napi::Object& params, const Napi::Object& job) {
  return [&engine, &scratch, call = Call(job, toRecipeParams(params))](JobControl& control) {
    extractRecipe(engine, call.batch, call.params, call.rows, scratch, control);
  };
}

}  // namespace

Work toWork(Engine& engine, RecipeScratch& scratch, const std::string& operation, const Napi::Object& job) {
  if (operation == "zcrEnergy") return bindZcrEnergy(engine, job);
  const Napi::Value given = job.Get("params");
  require(given.IsObject(), "params that are no object");
  const auto params = given.As<Napi::Object>();
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
