#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "engine.h"

namespace ser::dsp {

/// The engine of an addon's device: each addon defines it for its own. `simd` names the processor's vector instructions
/// to use, empty for the best. Throws ser::Error with a sentence that says why it can't be had.
std::unique_ptr<Engine> makeEngine(const std::string& device, std::size_t threads, const std::string& simd);

}  // namespace ser::dsp
