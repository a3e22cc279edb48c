#pragma once

#include <cmath>
#include <cstddef>

#include "cpu/simd/vec.h"
#include "kernel.h"

namespace ser::tfjs::SER_SIMD {

/// What TensorFlow.js may fuse to a product. The values are those of fused.ts.
enum class Activation { linear = 0, relu = 1, relu6 = 2, elu = 3, sigmoid = 4, leakyRelu = 5 };

/// What happens to a product's rows once they are complete.
struct Finish {
  const float* bias = nullptr;  // one value a column
  Activation activation = Activation::linear;
  float alpha = 0;  // of leakyRelu

  bool any() const { return bias || activation != Activation::linear; }
};

inline Activation activationOf(const Call& call, std::size_t param) {
  const std::size_t value = call.size(param);
  Call::require(value <= static_cast<std::size_t>(Activation::leakyRelu), "there is no such activation");
  return static_cast<Activation>(value);
}

/// Finishes values of one row: `columns` from column `first` on.
inline void finishRow(const Finish& finish, float* row, std::size_t first, std::size_t columns) {
  if (finish.bias)
    for (std::size_t j = 0; j < columns; ++j) row[j] += finish.bias[first + j];
  switch (finish.activation) {
    case Activation::linear:
      return;
    case Activation::relu:
      for (std::size_t j = 0; j < columns; ++j) row[j] = row[j] < 0 ? 0 : row[j];
      return;
    case Activation::relu6:
      for (std::size_t j = 0; j < columns; ++j) row[j] = row[j] < 0 ? 0 : row[j] > 6 ? 6 : row[j];
      return;
    case Activation::elu:
      for (std::size_t j = 0; j < columns; ++j) row[j] = row[j] >= 0 ? row[j] : std::exp(row[j]) - 1;
      return;
    case Activation::sigmoid:
      for (std::size_t j = 0; j < columns; ++j) row[j] = 1 / (1 + std::exp(-row[j]));
      return;
    case Activation::leakyRelu:
      for (std::size_t j = 0; j < columns; ++j) row[j] = row[j] < 0 ? finish.alpha * row[j] : row[j];
      return;
  }
}

}  // namespace ser::tfjs::SER_SIMD
