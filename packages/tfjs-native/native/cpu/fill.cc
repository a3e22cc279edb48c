#include <algorithm>

#include "cpu/data_kernels.h"
#include "cpu/to_int32.h"

namespace ser::tfjs {

/// y, all `value`. Params: value.
void fill(const Cpu& cpu, const Call& call) {
  const Operand& y = call.output();
  const double value = call.number(0);
  cpu.parallel(y.size(), 0.1, [&](std::size_t begin, std::size_t end) {
    switch (y.dtype) {
      case DType::float32:
        return std::fill(y.as<float>() + begin, y.as<float>() + end, static_cast<float>(value));
      case DType::int32:
        return std::fill(y.as<std::int32_t>() + begin, y.as<std::int32_t>() + end, toInt32(value));
      case DType::boolean:
        return std::fill(y.as<std::uint8_t>() + begin, y.as<std::uint8_t>() + end,
                         static_cast<std::uint8_t>(toInt32(value)));
    }
  });
}

}  // namespace ser::tfjs
