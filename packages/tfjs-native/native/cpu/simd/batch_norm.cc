#include <cmath>

#include "cpu/simd/kernels.h"

namespace ser::tfjs::SER_SIMD {

/// x [rows, c], mean, variance, offset, scale [c] → y = offset + (x - mean) · scale / √(variance + ε).
/// Params: ε.
void batchNorm(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0, DType::float32, 2);
  const Operand& y = call.output(0, DType::float32, 2);
  Call::require(x.shape == y.shape, "the output doesn't fit the input");
  const std::size_t channels = x.shape[1];
  for (std::size_t i = 1; i <= 4; ++i)
    Call::require(call.input(i, DType::float32, 1).size() == channels,
                  "a statistic doesn't fit the channels");
  const double epsilon = call.number(0);
  const Scratch factors(cpu.memory, channels);
  for (std::size_t c = 0; c < channels; ++c)
    factors.data()[c] = static_cast<float>(call.input(4).as<const float>()[c] /
                                           std::sqrt(call.input(2).as<const float>()[c] + epsilon));
  const float* mean = call.input(1).as<const float>();
  const float* offset = call.input(3).as<const float>();
  cpu.parallel(x.shape[0], 0.4 * static_cast<double>(channels) + 2, [&](std::size_t begin, std::size_t end) {
    const float* factor = factors.data();
    for (std::size_t row = begin; row < end; ++row) {
      const float* from = x.as<const float>() + row * channels;
      float* to = y.as<float>() + row * channels;
#pragma GCC ivdep
      for (std::size_t c = 0; c < channels; ++c) to[c] = offset[c] + (from[c] - mean[c]) * factor[c];
    }
  });
}

}  // namespace ser::tfjs::SER_SIMD
