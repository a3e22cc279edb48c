#include <algorithm>
#include <cmath>

#include "cpu/simd/kernels.h"

namespace ser::tfjs::SER_SIMD {

/// logits [rows, n] → y: each row's exponentials, which sum to 1. No params.
void softmax(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0, DType::float32, 2);
  const Operand& y = call.output(0, DType::float32, 2);
  Call::require(x.shape == y.shape, "the output doesn't fit the input");
  const std::size_t n = x.shape[1];
  if (n == 0) return;
  cpu.parallel(x.shape[0], 4 * static_cast<double>(n), [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      const float* from = x.as<const float>() + row * n;
      float* to = y.as<float>() + row * n;
      const float most = *std::max_element(from, from + n);
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) {
        to[i] = std::exp(from[i] - most);
        sum += to[i];
      }
      const auto scale = static_cast<float>(1 / sum);
      for (std::size_t i = 0; i < n; ++i) to[i] *= scale;
    }
  });
}

}  // namespace ser::tfjs::SER_SIMD
