#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ser/error.h"
#include "tensor.h"

namespace ser::tfjs {

/// One call of a kernel: tensors in, tensors out, and numbers whose meaning is the kernel's own. JavaScript
/// may call a kernel with anything, so every kernel first checks with the functions here what its loops rely
/// on.
struct Call {
  std::vector<Operand> inputs;
  std::vector<Operand> outputs;
  std::vector<double> params;

  const Operand& input(std::size_t i) const {
    require(i < inputs.size(), "too few inputs");
    return inputs[i];
  }
  const Operand& output(std::size_t i = 0) const {
    require(i < outputs.size(), "too few outputs");
    return outputs[i];
  }

  /// An input or output of this type and rank.
  const Operand& input(std::size_t i, DType dtype, std::size_t rank) const {
    return checked(input(i), dtype, rank);
  }
  const Operand& output(std::size_t i, DType dtype, std::size_t rank) const {
    return checked(output(i), dtype, rank);
  }

  double number(std::size_t i) const {
    require(i < params.size(), "too few parameters");
    return params[i];
  }
  std::int64_t integer(std::size_t i) const {
    const double value = number(i);
    require(std::abs(value) < 1e15 && value == std::floor(value), "a parameter is not an integer");
    return static_cast<std::int64_t>(value);
  }
  /// An integer from `least` up.
  std::size_t size(std::size_t i, std::int64_t least = 0) const {
    const std::int64_t value = integer(i);
    require(value >= least, "a parameter is too small");
    return static_cast<std::size_t>(value);
  }

  static void require(bool condition, const char* otherwise) {
    if (!condition) throw Error(otherwise);
  }

 private:
  static const Operand& checked(const Operand& operand, DType dtype, std::size_t rank) {
    require(operand.dtype == dtype, "a tensor has the wrong type");
    require(operand.shape.rank() == rank, "a tensor has the wrong rank");
    return operand;
  }
};

}  // namespace ser::tfjs
