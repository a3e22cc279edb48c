#pragma once

#include <cstddef>

#include "cpu/simd/vec.h"

/// The inner loop of direct convolutions: a tile of C in registers, as in microkernel.h, but A's rows are
/// read where they are, each from a place of its own. So nothing has to be packed but the filter.
namespace ser::tfjs::SER_SIMD {

#if defined(__AVX512F__)
constexpr std::size_t directRows = 12;
#else
constexpr std::size_t directRows = 6;
#endif
/// Where vectors are wide, half of one may end a row of C, or 24 columns would cost as much as 32.
constexpr std::size_t halfLanes = lanes == 16 ? lanes / 2 : lanes;
constexpr std::size_t directColumns = 2 * lanes;

/// The way through A and B: `segments` times `depth` steps; floats from step to step and from segment to
/// segment.
struct Walk {
  std::size_t segments, depth;
  std::size_t aStep, aSegment;
  std::size_t bStep, bSegment;
};

/// C (+)= A·B. Row i of A begins at a[i], of C at c[i]; C is as many columns wide as the kernel.
using DirectKernel = void (*)(const Walk& walk, const float* const* a, const float* b, float* const* c,
                              bool add);

/// The kernel for `rows` (1 … directRows) by `columns`, a multiple of halfLanes up to directColumns.
DirectKernel directKernel(std::size_t rows, std::size_t columns);

/// How many columns wide a panel of B is whose first `columns` are in use.
inline std::size_t directWidth(std::size_t columns) {
  return columns >= directColumns ? directColumns : (columns + halfLanes - 1) / halfLanes * halfLanes;
}

}  // namespace ser::tfjs::SER_SIMD
