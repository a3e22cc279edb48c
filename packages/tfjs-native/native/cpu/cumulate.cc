#include <cstdint>

#include "cpu/data_kernels.h"
#include "cpu/to_int32.h"

namespace ser::tfjs {
namespace {

float stored(float, double value) { return static_cast<float>(value); }
std::int32_t stored(std::int32_t, double value) { return toInt32(value); }

/// Line by line along the middle axis; each step is rounded, as TensorFlow.js does.
template <class T, class Join>
void cumulate(const Cpu& cpu, const Operand& x, const Operand& y, bool exclusive, bool reverse, T start,
              Join join) {
  const std::size_t n = x.shape[1], inner = x.shape[2];
  if (n == 0) return;
  cpu.parallel(x.shape[0] * inner, static_cast<double>(n), [&](std::size_t begin, std::size_t end) {
    for (std::size_t line = begin; line < end; ++line) {
      const std::size_t first = line / inner * n * inner + line % inner;
      T sum = start;
      for (std::size_t i = 0; i < n; ++i) {
        const std::size_t at = first + (reverse ? n - 1 - i : i) * inner;
        const T next = stored(T{}, join(static_cast<double>(sum), static_cast<double>(x.as<const T>()[at])));
        y.as<T>()[at] = exclusive ? sum : next;
        sum = next;
      }
    }
  });
}

template <class Join>
void run(const Cpu& cpu, const Call& call, int start, Join join) {
  const Operand& x = call.input(0);
  const Operand& y = call.output();
  Call::require(x.shape.rank() == 3 && x.shape == y.shape, "the output doesn't fit the input");
  Call::require(x.dtype == y.dtype && x.dtype != DType::boolean, "a tensor has the wrong type");
  const bool exclusive = call.size(0) != 0, reverse = call.size(1) != 0;
  if (x.dtype == DType::float32)
    return cumulate<float>(cpu, x, y, exclusive, reverse, static_cast<float>(start), join);
  cumulate<std::int32_t>(cpu, x, y, exclusive, reverse, start, join);
}

}  // namespace

/// Running sums along the middle axis: x [outer, n, inner] → y of that shape. Params: exclusive (without the
/// value at the place itself), reverse (from the end), each 0 or 1.
void cumsum(const Cpu& cpu, const Call& call) {
  run(cpu, call, 0, [](double a, double b) { return a + b; });
}

/// Running products, likewise.
void cumprod(const Cpu& cpu, const Call& call) {
  run(cpu, call, 1, [](double a, double b) { return a * b; });
}

}  // namespace ser::tfjs
