#pragma once

#include <napi.h>

#include <functional>
#include <string>

#include "engine.h"
#include "recipe.h"

namespace ser::dsp {

/// What a job does: the engine's method of that name, with arguments read from `job` here and now. Throws
/// ser::Error for an unknown name or unsound arguments. `scratch` is used by one job at a time.
std::function<void(JobControl&)> toWork(Engine& engine, RecipeScratch& scratch, const std::string& operation,
                                        const Napi::Object& job);

}  // namespace ser::dsp
