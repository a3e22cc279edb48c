#pragma once

#include <cstddef>

#include "dot.h"

namespace ser::dsp {

/// `coefficients` inner products of `values` with the rows of `matrix`.
inline void applyDct(const float* matrix, std::size_t coefficients, const float* values, std::size_t count,
                     float* to) {
  for (std::size_t k = 0; k < coefficients; ++k) to[k] = dot(matrix + k * count, values, count);
}

}  // namespace ser::dsp
