#include "cpu/simd/kernels.h"
#include "cpu/simd/vec.h"

namespace ser::tfjs::SER_SIMD {

/// For benchmarks: multiplies and adds in registers alone, as fast as one core can. Params: steps. y [1]: how
/// many floating-point operations that was.
void fmaPeak(const Cpu&, const Call& call) {
  const Operand& y = call.output(0, DType::float32, 1);
  const std::size_t steps = call.size(0);
  constexpr std::size_t chains = 12;  // enough to hide the instruction's latency
  Vec sums[chains];
  for (std::size_t i = 0; i < chains; ++i) sums[i] = broadcast(static_cast<float>(i) * 1e-3F);
  const Vec factor = broadcast(0.999F), term = broadcast(1e-3F);
  for (std::size_t step = 0; step < steps; ++step)
#pragma GCC unroll 12
    for (std::size_t i = 0; i < chains; ++i) sums[i] = sums[i] * factor + term;
  for (std::size_t i = 0; i < chains; ++i)
    *reinterpret_cast<volatile float*>(&sums[i]) = sums[i][0];  // it was for something
  y.as<float>()[0] = 2.0F * lanes * chains * static_cast<float>(steps);
}

}  // namespace ser::tfjs::SER_SIMD
