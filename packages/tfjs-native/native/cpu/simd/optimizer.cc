#include <cmath>
#include <cstddef>

#include "cpu/simd/kernels.h"
#include "cpu/simd/past.h"

/// What an optimizer does to each weight, in one pass.
namespace ser::tfjs::SER_SIMD {
namespace {

/// All float32 and of one shape.
void requireAlike(const Call& call) {
  const Shape& shape = call.input(0).shape;
  for (const auto* operands : {&call.inputs, &call.outputs})
    for (const Operand& operand : *operands)
      Call::require(operand.dtype == DType::float32 && operand.shape == shape,
                    "a tensor doesn't fit the variable");
}

}  // namespace

/// variable, gradient, first, second → variable, first, second after a step of Adam (Kingma & Ba, 2015,
/// algorithm 1), the variable first shrunk to a share of itself. Params: learning rate, β₁, β₂, ε, 1 - β₁ᵗ, 1
/// - β₂ᵗ, that share.
void adamStep(const Cpu& cpu, const Call& call) {
  requireAlike(call);
  const float *const from = call.input(0).as<const float>(), *const gradient =
                                                                 call.input(1).as<const float>();
  const float *const first = call.input(2).as<const float>(), *const second = call.input(3).as<const float>();
  float *const to = call.output(0).as<float>(), *const nextFirst = call.output(1).as<float>();
  float* const nextSecond = call.output(2).as<float>();
  const auto number = [&](std::size_t i) { return static_cast<float>(call.number(i)); };
  const float beta1 = number(1), beta2 = number(2), epsilon = number(3), kept = number(6);
  const auto rest1 = static_cast<float>(1 - call.number(1)), rest2 = static_cast<float>(1 - call.number(2));
  const auto rate = static_cast<float>(call.number(0) / call.number(4));
  const auto correction = static_cast<float>(1 / call.number(5));
  const bool past = goPast(call.input(0).size());
  cpu.parallel(call.input(0).size(), 1, [=](std::size_t begin, std::size_t end) {
    inPieces(begin, end, [=](std::size_t start, std::size_t stop) {
      alignas(vectorBytes) float mean[pieceFloats], power[pieceFloats], value[pieceFloats];
      const std::size_t count = stop - start;
      for (std::size_t i = 0; i < count; ++i) {
        const float slope = gradient[start + i];
        mean[i] = beta1 * first[start + i] + rest1 * slope;
        power[i] = beta2 * second[start + i] + rest2 * slope * slope;
        value[i] = kept * from[start + i] - rate * mean[i] / (std::sqrt(correction * power[i]) + epsilon);
      }
      copy(mean, count, nextFirst + start, past);
      copy(power, count, nextSecond + start, past);
      copy(value, count, to + start, past);
    });
    fencePast();
  });
}

/// average, value → decay · average + (1 - decay) · value. Params: decay.
void movingAverage(const Cpu& cpu, const Call& call) {
  requireAlike(call);
  const float *const average = call.input(0).as<const float>(), *const value =
                                                                    call.input(1).as<const float>();
  float* const to = call.output(0).as<float>();
  const auto decay = static_cast<float>(call.number(0)), rest = static_cast<float>(1 - call.number(0));
  cpu.parallel(call.input(0).size(), 0.4, [=](std::size_t begin, std::size_t end) {
#pragma GCC ivdep
    for (std::size_t i = begin; i < end; ++i) to[i] = decay * average[i] + rest * value[i];
  });
}

}  // namespace ser::tfjs::SER_SIMD
