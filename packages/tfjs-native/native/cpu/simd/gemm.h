#pragma once

#include <cstddef>

#include "cpu/cpu.h"
#include "cpu/simd/activation.h"
#include "cpu/simd/panels.h"

namespace ser::tfjs::SER_SIMD {

/// C = activation(A·B + bias): A is `rows` lines, B `columns` lines, both of `depth` steps. Wherever the
/// numbers come from (a matrix, its transpose, patches of images), the product is this one.
struct Gemm {
  std::size_t rows;
  std::size_t columns;
  std::size_t depth;
  const PanelSource& a;
  const PanelSource& b;
  float* c;  // rows × columns, contiguous
  Finish finish = {};
};

/// On all threads. Each value of C is summed in an order that only the three sizes determine.
void multiply(const Cpu& cpu, const Gemm& gemm);

/// On this thread alone, with the same result; for callers that have many products to spread over threads.
void multiplyHere(const Cpu& cpu, const Gemm& gemm);

}  // namespace ser::tfjs::SER_SIMD
