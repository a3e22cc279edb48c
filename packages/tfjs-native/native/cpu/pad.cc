#include <algorithm>
#include <cstring>

#include "cpu/data_kernels.h"
#include "cpu/to_int32.h"

namespace ser::tfjs {
namespace {

template <class T>
void padded(const Cpu& cpu, const Operand& x, const Operand& y, const std::size_t* before, T value) {
  const std::size_t rank = x.shape.rank();
  const std::size_t width = rank ? x.shape[rank - 1] : 1, outWidth = rank ? y.shape[rank - 1] : 1;
  const std::size_t left = rank ? before[rank - 1] : 0;
  const std::size_t outRows = outWidth ? y.size() / outWidth : 0;
  cpu.parallel(outRows, 0.1 * static_cast<double>(outWidth) + 2, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      T* out = y.as<T>() + row * outWidth;
      std::size_t rest = row, from = 0, step = 1;
      bool inside = true;
      for (std::size_t axis = rank > 1 ? rank - 1 : 0; axis-- > 0;) {
        const std::size_t at = rest % y.shape[axis];
        rest /= y.shape[axis];
        inside = inside && at >= before[axis] && at - before[axis] < x.shape[axis];
        from += (at - before[axis]) * step;
        step *= x.shape[axis];
      }
      if (!inside || width == 0) {
        std::fill(out, out + outWidth, value);
        continue;
      }
      std::fill(out, out + left, value);
      std::memcpy(out + left, x.as<const T>() + from * width, width * sizeof(T));
      std::fill(out + left + width, out + outWidth, value);
    }
  });
}

}  // namespace

/// x → y, larger on every axis. Params: what stands before x on each axis, then the value around it.
void pad(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0);
  const Operand& y = call.output();
  const std::size_t rank = x.shape.rank();
  Call::require(y.shape.rank() == rank && x.dtype == y.dtype, "the output doesn't fit the input");
  std::size_t before[Shape::maxRank] = {};
  for (std::size_t axis = 0; axis < rank; ++axis) {
    before[axis] = call.size(axis);
    Call::require(before[axis] <= y.shape[axis] && x.shape[axis] <= y.shape[axis] - before[axis],
                  "the output is too small");
  }
  const double value = call.number(rank);
  switch (x.dtype) {
    case DType::float32:
      return padded(cpu, x, y, before, static_cast<float>(value));
    case DType::int32:
      return padded(cpu, x, y, before, toInt32(value));
    case DType::boolean:
      return padded(cpu, x, y, before, static_cast<std::uint8_t>(toInt32(value)));
  }
}

}  // namespace ser::tfjs
