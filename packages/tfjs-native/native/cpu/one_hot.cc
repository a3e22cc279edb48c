#include <algorithm>

#include "cpu/data_kernels.h"
#include "cpu/to_int32.h"

namespace ser::tfjs {
namespace {

template <class T>
void encode(const Operand& indices, const Operand& y, T on, T off) {
  const std::size_t depth = y.shape[1];
  T* out = y.as<T>();
  std::fill(out, out + y.size(), off);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const std::int32_t index = indices.as<const std::int32_t>()[i];
    if (index >= 0 && static_cast<std::size_t>(index) < depth)
      out[i * depth + static_cast<std::size_t>(index)] = on;
  }
}

}  // namespace

/// indices [n] → y [n, depth]. Params: value where the index is, value elsewhere.
void oneHot(const Cpu&, const Call& call) {
  const Operand& indices = call.input(0, DType::int32, 1);
  const Operand& y = call.output();
  Call::require(y.shape.rank() == 2 && y.shape[0] == indices.size(), "the output doesn't fit the indices");
  const double on = call.number(0), off = call.number(1);
  switch (y.dtype) {
    case DType::float32:
      return encode(indices, y, static_cast<float>(on), static_cast<float>(off));
    case DType::int32:
      return encode(indices, y, toInt32(on), toInt32(off));
    case DType::boolean:
      return encode(indices, y, static_cast<std::uint8_t>(toInt32(on)),
                    static_cast<std::uint8_t>(toInt32(off)));
  }
}

}  // namespace ser::tfjs
