#include "make_cpu_engine.h"

#include <vector>

#include "ser/simd_level.h"

namespace ser::dsp {

using Make = std::unique_ptr<Engine> (*)(std::size_t threads);

namespace baseline {
std::unique_ptr<Engine> makeEngine(std::size_t threads);
}
#ifdef SER_HAS_avx2
namespace avx2 {
std::unique_ptr<Engine> makeEngine(std::size_t threads);
}
#endif
#ifdef SER_HAS_avx512
namespace avx512 {
std::unique_ptr<Engine> makeEngine(std::size_t threads);
}
#endif

std::unique_ptr<Engine> makeCpuEngine(std::size_t threads, const std::string& simd) {
  const std::vector<SimdLevel<Make>> levels = {
#ifdef SER_HAS_avx512
      {"avx512", avx512::makeEngine},
#endif
#ifdef SER_HAS_avx2
      {"avx2", avx2::makeEngine},
#endif
      {"baseline", baseline::makeEngine}};
  return chooseSimdLevel(levels, simd).code(threads);
}

}  // namespace ser::dsp
