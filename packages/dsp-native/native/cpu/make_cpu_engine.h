#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "../engine.h"

namespace ser::dsp {

/// The engine for any processor. Everything else in this folder is compiled once for each set of vector instructions, in
/// namespaces of those names (see ser/simd_level.h): `simd` names one, or is empty for the best that the processor
/// has. Throws ser::Error for one that the processor or the build lacks.
std::unique_ptr<Engine> makeCpuEngine(std::size_t threads, const std::string& simd);

}  // namespace ser::dsp
