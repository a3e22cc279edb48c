#include <cmath>
#include <cstdint>

#include "cpu/broadcast.h"
#include "cpu/data_kernels.h"
#include "cpu/to_int32.h"

/// Functions of two integers or truths, with broadcasting: a, b → y. No params. They are computed as
/// JavaScript does, in float64, and stored modulo 2³². None is where time goes, so they are written once, for
/// any processor.
namespace ser::tfjs {
namespace {

using Function = double (*)(double, double);

template <class In, class Out>
void apply(const Cpu& cpu, const Call& call, Function function) {
  const In* a = call.input(0).as<const In>();
  const In* b = call.input(1).as<const In>();
  const Operand& out = call.output();
  Out* y = out.as<Out>();
  const Broadcast axes = broadcastOf(call.input(0).shape, call.input(1).shape, out.shape);
  if (out.size() == 0) return;
  const std::size_t inner = axes.rank - 1, size = axes.sizes[inner];
  cpu.parallel(out.size() / size, 3 * static_cast<double>(size), [=](std::size_t begin, std::size_t end) {
    for (std::size_t index = begin; index < end; ++index) {
      const Broadcast::Place from = axes.place(index);
      for (std::size_t i = 0; i < size; ++i)
        y[index * size + i] =
            static_cast<Out>(toInt32(function(static_cast<double>(a[from.a + i * axes.stepsA[inner]]),
                                              static_cast<double>(b[from.b + i * axes.stepsB[inner]]))));
    }
  });
}

template <auto operation>
void integers(const Cpu& cpu, const Call& call) {
  constexpr Function function = operation;
  const DType in = call.input(0).dtype, out = call.output().dtype;
  Call::require(in != DType::float32 && call.input(1).dtype == in && out != DType::float32,
                "a tensor has the wrong type");
  if (in == DType::int32 && out == DType::int32)
    return apply<std::int32_t, std::int32_t>(cpu, call, function);
  if (in == DType::int32) return apply<std::int32_t, std::uint8_t>(cpu, call, function);
  Call::require(out == DType::boolean, "a tensor has the wrong type");
  apply<std::uint8_t, std::uint8_t>(cpu, call, function);
}

/// The remainder that has the divisor's sign.
double modulo(double a, double b) {
  const double rest = std::fmod(a, b);
  return (a < 0) == (b < 0) ? rest : std::fmod(rest + b, b);
}

}  // namespace

std::vector<CpuKernelEntry> integerBinaryKernels() {
  return {
      {"IntegerAdd", integers<[](double a, double b) { return a + b; }>},
      {"IntegerFloorDiv", integers<[](double a, double b) { return std::floor(a / b); }>},
      {"IntegerMaximum", integers<[](double a, double b) { return (a > b) ? a : b; }>},
      {"IntegerMinimum", integers<[](double a, double b) { return (a < b) ? a : b; }>},
      {"IntegerMod", integers<modulo>},
      {"IntegerMultiply", integers<[](double a, double b) { return a * b; }>},
      {"IntegerSquaredDifference", integers<[](double a, double b) { return (a - b) * (a - b); }>},
      {"IntegerSub", integers<[](double a, double b) { return a - b; }>},
      {"IntegerEqual", integers<[](double a, double b) { return (a == b) ? 1.0 : 0.0; }>},
      {"IntegerGreater", integers<[](double a, double b) { return (a > b) ? 1.0 : 0.0; }>},
      {"IntegerGreaterEqual", integers<[](double a, double b) { return (a >= b) ? 1.0 : 0.0; }>},
      {"IntegerLess", integers<[](double a, double b) { return (a < b) ? 1.0 : 0.0; }>},
      {"IntegerLessEqual", integers<[](double a, double b) { return (a <= b) ? 1.0 : 0.0; }>},
      {"IntegerNotEqual", integers<[](double a, double b) { return (a != b) ? 1.0 : 0.0; }>},
      {"IntegerLogicalAnd", integers<[](double a, double b) { return a != 0 && b != 0 ? 1.0 : 0.0; }>},
      {"IntegerLogicalOr", integers<[](double a, double b) { return a != 0 || b != 0 ? 1.0 : 0.0; }>},
  };
}

}  // namespace ser::tfjs
