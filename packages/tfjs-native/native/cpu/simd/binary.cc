#include <cmath>
#include <cstdint>

#include "cpu/broadcast.h"
#include "cpu/simd/kernels.h"
#include "cpu/simd/past.h"

/// Functions of two float32 values, with broadcasting: a, b → y. No params.
namespace ser::tfjs::SER_SIMD {
namespace {

/// One row; along it each operand either runs on or stays.
template <class Out, class Function>
void row(const float* a, std::size_t stepA, const float* b, std::size_t stepB, Out* y, std::size_t size,
         Function function) {
  if (stepA && stepB) {
#pragma GCC ivdep
    for (std::size_t i = 0; i < size; ++i) y[i] = static_cast<Out>(function(a[i], b[i]));
  } else if (stepA) {
    const float fixed = *b;
#pragma GCC ivdep
    for (std::size_t i = 0; i < size; ++i) y[i] = static_cast<Out>(function(a[i], fixed));
  } else {
    const float fixed = *a;
#pragma GCC ivdep
    for (std::size_t i = 0; i < size; ++i) y[i] = static_cast<Out>(function(fixed, b[stepB * i]));
  }
}

template <class Out, class Function>
void apply(const Cpu& cpu, const Call& call, Function function) {
  const Operand& first = call.input(0);
  const Operand& second = call.input(1);
  const Operand& out = call.output();
  Call::require(first.dtype == DType::float32 && second.dtype == DType::float32 &&
                    out.dtype == (sizeof(Out) == 1 ? DType::boolean : DType::float32),
                "a tensor has the wrong type");
  const float* a = first.as<const float>();
  const float* b = second.as<const float>();
  Out* y = out.as<Out>();
  const Broadcast axes = broadcastOf(first.shape, second.shape, out.shape);
  if (out.size() == 0) return;
  constexpr double cost = 0.4;
  const std::size_t inner = axes.rank - 1;
  const std::size_t size = axes.sizes[inner], stepA = axes.stepsA[inner], stepB = axes.stepsB[inner];
  // Rows side by side in one line of the cache would be in each other's way.
  const bool past = goPast(out.size()) && (inner == 0 || size % lanes == 0);
  if (inner == 0) {
    cpu.parallel(size, cost, [=](std::size_t begin, std::size_t end) {
      fill(y, begin, end, past, [&](Out* target, std::size_t first, std::size_t last) {
        row(a + first * stepA, stepA, b + first * stepB, stepB, target, last - first, function);
      });
      fencePast();
    });
    return;
  }
  cpu.parallel(
      out.size() / size, cost * static_cast<double>(size) + 3, [=](std::size_t begin, std::size_t end) {
        for (std::size_t index = begin; index < end; ++index) {
          const Broadcast::Place from = axes.place(index);
          fill(y + index * size, 0, size, past, [&](Out* target, std::size_t first, std::size_t last) {
            row(a + from.a + first * stepA, stepA, b + from.b + first * stepB, stepB, target, last - first,
                function);
          });
        }
        fencePast();
      });
}

/// Math.max and Math.min: NaN wins.
float larger(float a, float b) { return a > b || a != a ? a : b; }
float smaller(float a, float b) { return a < b || a != a ? a : b; }
/// The remainder that has the divisor's sign.
float modulo(float a, float b) {
  const float rest = std::fmod(a, b);
  return (a < 0) == (b < 0) ? rest : std::fmod(rest + b, b);
}

/// NaN where a power of ±1 has no limit, and for all powers by NaN, as JavaScript has it; C says 1.
float power(float a, float b) {
  if (b != b || (std::fabs(a) == 1 && std::isinf(b))) return NAN;
  return std::pow(a, b);
}

#define SER_BINARY(name, Out, expression)                                        \
  {                                                                              \
    name, [](const Cpu& cpu, const Call& call) {                                 \
      apply<Out>(cpu, call, [](float a, float b) -> Out { return expression; }); \
    }                                                                            \
  }

}  // namespace

std::vector<CpuKernelEntry> binaryKernels() {
  return {
      SER_BINARY("Add", float, a + b),
      SER_BINARY("Atan2", float, std::atan2(a, b)),
      SER_BINARY("EluGrad", float, b >= 0 ? a : a * (b + 1)),
      SER_BINARY("Maximum", float, larger(a, b)),
      SER_BINARY("Minimum", float, smaller(a, b)),
      SER_BINARY("Mod", float, modulo(a, b)),
      SER_BINARY("Multiply", float, a* b),
      SER_BINARY("Pow", float, power(a, b)),
      SER_BINARY("Prelu", float, a < 0 ? a * b : a),
      SER_BINARY("RealDiv", float, a / b),
      SER_BINARY("SquaredDifference", float, (a - b) * (a - b)),
      SER_BINARY("ReluGrad", float,
                 b != b  ? b
                 : b > 0 ? a
                         : 0 * a),
      SER_BINARY("Sub", float, a - b),
      SER_BINARY("Equal", std::uint8_t, a == b),
      SER_BINARY("Greater", std::uint8_t, a > b),
      SER_BINARY("GreaterEqual", std::uint8_t, a >= b),
      SER_BINARY("Less", std::uint8_t, a < b),
      SER_BINARY("LessEqual", std::uint8_t, a <= b),
      SER_BINARY("NotEqual", std::uint8_t, a != b),
  };
}

}  // namespace ser::tfjs::SER_SIMD
