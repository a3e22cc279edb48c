#pragma once

#include <string>
#include <vector>

#include "cpu/cpu.h"

namespace ser::tfjs {

/// The kernels of cpu/simd as compiled for one set of vector instructions.
struct SimdLevel {
  const char* name;
  std::vector<CpuKernelEntry> (*kernels)();
};

/// Those in this build that this processor can run, the best first; the last one runs everywhere.
std::vector<SimdLevel> simdLevels();

}  // namespace ser::tfjs
