#pragma once

#include <vector>

#include "cpu/cpu.h"
#include "ser/simd_level.h"

namespace ser::tfjs {

/// The kernels of cpu/simd as compiled for each set of vector instructions in this build, the best first.
std::vector<SimdLevel<std::vector<CpuKernelEntry> (*)()>> simdLevels();

}  // namespace ser::tfjs
