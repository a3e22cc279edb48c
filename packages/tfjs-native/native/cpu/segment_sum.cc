#include <algorithm>

#include "cpu/data_kernels.h"

namespace ser::tfjs {

/// x [n, inner], ids [n] → y [segments, inner]: the sum of the rows with each id, in their order. Rows whose
/// id is no segment are left out.
void segmentSum(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0, DType::float32, 2);
  const Operand& ids = call.input(1, DType::int32, 1);
  const Operand& y = call.output(0, DType::float32, 2);
  const std::size_t n = x.shape[0], inner = x.shape[1], segments = y.shape[0];
  Call::require(ids.size() == n && y.shape[1] == inner, "the output doesn't fit the inputs");
  // Each thread takes columns: any of the rows may go to the same segment.
  cpu.parallel(inner, 0.5 * static_cast<double>(n + segments), [&](std::size_t begin, std::size_t end) {
    for (std::size_t segment = 0; segment < segments; ++segment)
      std::fill(y.as<float>() + segment * inner + begin, y.as<float>() + segment * inner + end, 0.0F);
    for (std::size_t row = 0; row < n; ++row) {
      const std::int32_t id = ids.as<const std::int32_t>()[row];
      if (id < 0 || static_cast<std::size_t>(id) >= segments) continue;
      const float* from = x.as<const float>() + row * inner;
      float* to = y.as<float>() + static_cast<std::size_t>(id) * inner;
      for (std::size_t i = begin; i < end; ++i) to[i] += from[i];
    }
  });
}

}  // namespace ser::tfjs
