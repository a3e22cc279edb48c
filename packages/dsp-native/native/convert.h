#pragma once

#include <napi.h>

#include "engine.h"
#include "recipe.h"

/// From JavaScript's values to an engine's. Every function throws ser::Error, which names it, for a value of
/// the wrong type or out of range; parameters come checked (check.h).
namespace ser::dsp {

/// `samples` are referred to; `offsets` are copied, so that nobody can change them while the engine runs.
Batch toBatch(const Napi::Object& job);

/// `output` is referred to; `outputOffsets` are copied.
Rows toRows(const Napi::Object& job);

StftParams toStftParams(const Napi::Object& params);
MelParams toMelParams(const Napi::Object& params);
MfccParams toMfccParams(const Napi::Object& params);
FrameParams toFrameParams(const Napi::Object& params);
ResampleParams toResampleParams(const Napi::Object& params);
RecipeParams toRecipeParams(const Napi::Object& params);

}  // namespace ser::dsp
