#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "engine.h"

namespace ser::dsp {

/// The engine for 'cpu' or 'cuda'; `simd` names the processor's vector instructions to use, empty for the best.
/// Throws ser::Error with a sentence that says why it can't be had. The one
/// place that knows which engines this build has.
std::unique_ptr<Engine> makeEngine(const std::string& device, std::size_t threads, const std::string& simd);

}  // namespace ser::dsp
