#include "cpu/simd_level.h"

namespace ser::tfjs {

namespace baseline {
std::vector<CpuKernelEntry> kernels();
}
#ifdef SER_HAS_avx2
namespace avx2 {
std::vector<CpuKernelEntry> kernels();
}
#endif
#ifdef SER_HAS_avx512
namespace avx512 {
std::vector<CpuKernelEntry> kernels();
}
#endif

std::vector<SimdLevel> simdLevels() {
  std::vector<SimdLevel> levels;
#ifdef SER_HAS_avx512
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl"))
    levels.push_back({"avx512", avx512::kernels});
#endif
#ifdef SER_HAS_avx2
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) levels.push_back({"avx2", avx2::kernels});
#endif
  levels.push_back({"baseline", baseline::kernels});
  return levels;
}

}  // namespace ser::tfjs
