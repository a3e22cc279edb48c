#include "cpu/data_kernels.h"
#include "cpu/to_int32.h"

namespace ser::tfjs {
namespace {

template <class From, class To>
To converted(From value) {
  if constexpr (std::is_same_v<To, std::uint8_t>) {
    return value != 0;  // NaN counts as true, as in JavaScript's `NaN != 0`
  } else if constexpr (std::is_same_v<To, std::int32_t> && std::is_same_v<From, float>) {
    return toInt32(value);
  } else {
    return static_cast<To>(value);
  }
}

template <class From, class To>
void convert(const Cpu& cpu, const Operand& x, const Operand& y) {
  const From* from = x.as<From>();
  To* to = y.as<To>();
  cpu.parallel(x.size(), 0.3, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) to[i] = converted<From, To>(from[i]);
  });
}

template <class From>
void convertFrom(const Cpu& cpu, const Operand& x, const Operand& y) {
  switch (y.dtype) {
    case DType::float32:
      return convert<From, float>(cpu, x, y);
    case DType::int32:
      return convert<From, std::int32_t>(cpu, x, y);
    case DType::boolean:
      return convert<From, std::uint8_t>(cpu, x, y);
  }
}

}  // namespace

/// x → y, of another type.
void cast(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0);
  const Operand& y = call.output();
  Call::require(x.size() == y.size(), "the shapes differ");
  switch (x.dtype) {
    case DType::float32:
      return convertFrom<float>(cpu, x, y);
    case DType::int32:
      return convertFrom<std::int32_t>(cpu, x, y);
    case DType::boolean:
      return convertFrom<std::uint8_t>(cpu, x, y);
  }
}

}  // namespace ser::tfjs
