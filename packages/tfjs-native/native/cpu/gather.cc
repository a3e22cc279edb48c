#include <cstring>

#include "cpu/data_kernels.h"

namespace ser::tfjs {

/// x [batch, outer, limit, inner], indices [batch, n] → y [batch, outer, n, inner]. An index that is out of
/// bounds is an error.
void gather(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0);
  const Operand& indices = call.input(1, DType::int32, 2);
  const Operand& y = call.output();
  Call::require(x.shape.rank() == 4 && y.shape.rank() == 4 && x.dtype == y.dtype,
                "gathering needs four axes");
  const std::size_t batch = x.shape[0], outer = x.shape[1], limit = x.shape[2], n = indices.shape[1];
  Call::require(indices.shape[0] == batch && (y.shape == Shape{batch, outer, n, x.shape[3]}),
                "the output doesn't fit the inputs");
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const std::int32_t index = indices.as<const std::int32_t>()[i];
    if (index < 0 || static_cast<std::size_t>(index) >= limit)
      throw Error("the index value " + std::to_string(index) + " is not in [0, " +
                  std::to_string(static_cast<std::int64_t>(limit) - 1) + "]");
  }
  const std::size_t bytes = x.shape[3] * bytesOf(x.dtype);
  cpu.parallel(batch * outer, 0.05 * static_cast<double>(n * bytes), [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      const std::int32_t* index = indices.as<const std::int32_t>() + row / outer * n;
      for (std::size_t i = 0; i < n; ++i) {
        const std::size_t from = row * limit + static_cast<std::size_t>(index[i]);
        std::memcpy(y.as<char>() + (row * n + i) * bytes, x.as<const char>() + from * bytes, bytes);
      }
    }
  });
}

}  // namespace ser::tfjs
