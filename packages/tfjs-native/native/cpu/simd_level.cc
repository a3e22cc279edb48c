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

std::vector<SimdLevel<std::vector<CpuKernelEntry> (*)()>> simdLevels() {
  return {
#ifdef SER_HAS_avx512
      {"avx512", avx512::kernels},
#endif
#ifdef SER_HAS_avx2
      {"avx2", avx2::kernels},
#endif
      {"baseline", baseline::kernels}};
}

}  // namespace ser::tfjs
