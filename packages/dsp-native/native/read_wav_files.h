#pragma once

#include <napi.h>

namespace ser::dsp {

/// The JavaScript function readWavFiles(paths, memory, cancelled) → a promise: see `src/addon.ts`.
Napi::Value readWavFiles(const Napi::CallbackInfo& info);

}  // namespace ser::dsp
