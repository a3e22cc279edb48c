#include <cstring>

#include "cpu/data_kernels.h"

namespace ser::tfjs {

/// Matrices [rows, columns i] side by side → [rows, sum of columns].
void concat(const Cpu& cpu, const Call& call) {
  const Operand& y = call.output();
  Call::require(y.shape.rank() == 2, "concatenation needs matrices");
  const std::size_t rows = y.shape[0];
  std::size_t columns = 0;
  for (const Operand& x : call.inputs) {
    Call::require(x.shape.rank() == 2 && x.shape[0] == rows && x.dtype == y.dtype,
                  "an input doesn't fit the others");
    columns += x.shape[1];
  }
  Call::require(columns == y.shape[1], "the output doesn't fit the inputs");
  const std::size_t unit = bytesOf(y.dtype);
  cpu.parallel(rows, 0.1 * static_cast<double>(columns) + 1, [&](std::size_t begin, std::size_t end) {
    std::size_t offset = 0;
    for (const Operand& x : call.inputs) {
      const std::size_t bytes = x.shape[1] * unit;
      if (bytes == 0) continue;
      for (std::size_t row = begin; row < end; ++row)
        std::memcpy(y.as<char>() + row * columns * unit + offset, x.as<const char>() + row * bytes, bytes);
      offset += bytes;
    }
  });
}

}  // namespace ser::tfjs
