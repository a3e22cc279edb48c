#include <cmath>
#include <cstdint>

#include "cpu/simd/kernels.h"
#include "cpu/simd/past.h"

/// Functions of each value alone: x → y, float32. Params, if there are any, are the function's own.
namespace ser::tfjs::SER_SIMD {
namespace {

/// Rounds halves to even, as TensorFlow does.
float roundEven(float x) { return std::nearbyint(x); }
/// 0 for NaN, as TensorFlow.js has it.
float sign(float x) { return x < 0 ? -1.0F : x > 0 ? 1.0F : 0.0F; }
/// In float64: near its poles a float32 result would be off by more than TensorFlow.js's tests allow.
float tangent(float x) { return static_cast<float>(std::tan(static_cast<double>(x))); }
float relu6(float x) { return x < 0 ? 0.0F : x > 6 ? 6.0F : x; }
float softplus(float x) {
  // Above and below, exp(x) and log(1 + exp(x)) are x and exp(x) to the last digit.
  if (x > 15) return x;
  if (x < -15) return std::exp(x);
  return std::log1p(std::exp(x));
}

constexpr float seluAlpha = 1.7580993408473768599F, seluScale = 1.0507009873554804934F;

/// `cost` in nanoseconds a value.
template <class Out, class Function>
void apply(const Cpu& cpu, const Call& call, double cost, Function function) {
  const Operand& x = call.input(0);
  const Operand& y = call.output();
  Call::require(x.dtype == DType::float32 && y.dtype == (sizeof(Out) == 1 ? DType::boolean : DType::float32),
                "a tensor has the wrong type");
  Call::require(x.size() == y.size(), "the output doesn't fit the input");
  const float* from = x.as<const float>();
  Out* to = y.as<Out>();
  const bool past = goPast(x.size());
  cpu.parallel(x.size(), cost, [=](std::size_t begin, std::size_t end) {
    const Function own = function;  // whose constants the stores below can't change
    fill(to, begin, end, past, [&](Out* target, std::size_t first, std::size_t last) {
#pragma GCC ivdep
      for (std::size_t i = first; i < last; ++i) target[i - first] = static_cast<Out>(own(from[i]));
    });
    fencePast();
  });
}

constexpr double cheap = 0.3, dear = 3;

#define SER_UNARY(name, cost, expression)                                \
  {                                                                      \
    name, [](const Cpu& cpu, const Call& call) {                         \
      apply<float>(cpu, call, cost, [](float x) { return expression; }); \
    }                                                                    \
  }
#define SER_TEST(name, expression)                                               \
  {                                                                              \
    name, [](const Cpu& cpu, const Call& call) {                                 \
      apply<std::uint8_t>(cpu, call, cheap, [](float x) { return expression; }); \
    }                                                                            \
  }

void clip(const Cpu& cpu, const Call& call) {
  const auto low = static_cast<float>(call.number(0)), high = static_cast<float>(call.number(1));
  apply<float>(cpu, call, cheap, [=](float x) { return x > high ? high : x < low ? low : x; });
}

void leakyRelu(const Cpu& cpu, const Call& call) {
  const auto alpha = static_cast<float>(call.number(0));
  apply<float>(cpu, call, cheap, [=](float x) { return x < 0 ? alpha * x : x; });
}

void step(const Cpu& cpu, const Call& call) {
  const auto alpha = static_cast<float>(call.number(0));
  apply<float>(cpu, call, cheap, [=](float x) { return x > 0 ? 1.0F : x != x ? x : alpha; });
}

}  // namespace

std::vector<CpuKernelEntry> unaryKernels() {
  return {
      SER_UNARY("Abs", cheap, std::fabs(x)),
      SER_UNARY("Acos", dear, std::acos(x)),
      SER_UNARY("Acosh", dear, std::acosh(x)),
      SER_UNARY("Asin", dear, std::asin(x)),
      SER_UNARY("Asinh", dear, std::asinh(x)),
      SER_UNARY("Atan", dear, std::atan(x)),
      SER_UNARY("Atanh", dear, std::atanh(x)),
      SER_UNARY("Ceil", cheap, std::ceil(x)),
      SER_UNARY("Cos", dear, std::cos(x)),
      SER_UNARY("Cosh", dear, std::cosh(x)),
      SER_UNARY("Elu", dear, x >= 0 ? x : std::expm1(x)),
      SER_UNARY("Erf", dear, std::erf(x)),
      SER_UNARY("Exp", dear, std::exp(x)),
      SER_UNARY("Expm1", dear, std::expm1(x)),
      SER_UNARY("Floor", cheap, std::floor(x)),
      SER_TEST("IsFinite", std::fabs(x) <= 3.402823466e38F),
      SER_TEST("IsInf", std::fabs(x) > 3.402823466e38F),
      SER_TEST("IsNan", x != x),
      SER_UNARY("Log", dear, std::log(x)),
      SER_UNARY("Log1p", dear, std::log1p(x)),
      SER_UNARY("Neg", cheap, -x),
      SER_UNARY("Reciprocal", cheap, 1 / x),
      SER_UNARY("Relu", cheap, x < 0 ? 0.0F : x),
      SER_UNARY("Relu6", cheap, relu6(x)),
      SER_UNARY("Round", cheap, roundEven(x)),
      SER_UNARY("Rsqrt", cheap, 1 / std::sqrt(x)),
      SER_UNARY("Selu", dear, x >= 0 ? seluScale * x : seluAlpha * std::expm1(x)),
      SER_UNARY("Sigmoid", dear, 1 / (1 + std::exp(-x))),
      SER_UNARY("Sign", cheap, sign(x)),
      SER_UNARY("Sin", dear, std::sin(x)),
      SER_UNARY("Sinh", dear, std::sinh(x)),
      SER_UNARY("Softplus", dear, softplus(x)),
      SER_UNARY("Sqrt", cheap, std::sqrt(x)),
      SER_UNARY("Square", cheap, x * x),
      SER_UNARY("Tan", dear, tangent(x)),
      SER_UNARY("Tanh", dear, std::tanh(x)),
      {"ClipByValue", clip},
      {"LeakyRelu", leakyRelu},
      {"Step", step},
  };
}

}  // namespace ser::tfjs::SER_SIMD
