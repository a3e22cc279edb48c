#pragma once

#include <cstddef>

#include "cpu/simd/vec.h"

/// The inner loop of direct convolutions: a tile of C in registers, as in microkernel.h, but A's rows are
/// read where they are, each from a place of its own. So nothing has to be packed but the filter.
namespace ser::tfjs::SER_SIMD {

/// Where vectors are wide there are 32 of them, else 16.
constexpr bool wideVectors = lanes == 16;
/// Half a wide vector may end a row of C, or 24 columns would cost as much as 32.
constexpr std::size_t halfLanes = wideVectors ? lanes / 2 : lanes;
constexpr std::size_t mostVectors = wideVectors ? 4 : 2;
constexpr std::size_t mostColumns = mostVectors * lanes;
constexpr std::size_t mostRows = wideVectors ? 14 : 6;

/// Rows of a tile `columns` wide, such that it fills the registers. The wider one is, the fewer loads there
/// are for each product. Of one vector there are as many, so that the rows' addresses count, for ten of which
/// there are registers.
constexpr std::size_t directRows(std::size_t columns) {
  if (columns <= lanes) return wideVectors ? 10 : mostRows;
  if (columns <= 2 * lanes) return mostRows;
  return columns <= 3 * lanes ? 8 : 6;
}

/// The way through A and B: `groups` times `segments` times `depth` steps; floats from step to step, from
/// segment to segment and from group to group.
struct Walk {
  std::size_t segments, depth;
  std::size_t aStep, aSegment;
  std::size_t bStep, bSegment;
  std::size_t groups = 1;
  std::size_t aGroup = 0, bGroup = 0;
  bool past = false;  // whether results go past the caches: C lies as storePast wants whole vectors or, if
                      // the columns end in one, halves
};

/// C (+)= A·B. Row i of A begins at a[i], of C at c[i]; C is as many columns wide as the kernel.
using DirectKernel = void (*)(const Walk& walk, const float* const* a, const float* b, float* const* c,
                              bool add);

/// The kernel for `rows` by `columns`, a multiple of halfLanes up to mostColumns. Rows may be as many as
/// directRows tells for these columns or for more: the last panel of several is narrower than the others.
DirectKernel directKernel(std::size_t rows, std::size_t columns);

/// The same where A's rows are neighbours: row i begins at a[0] + i.
DirectKernel adjacentKernel(std::size_t rows, std::size_t columns);

/// C (+)= A·B by a kernel of `rows` by `width`, of whose columns only the first `columns` are C's: the last
/// panel may be wider than what is left.
void multiplyTile(DirectKernel kernel, std::size_t rows, std::size_t columns, std::size_t width,
                  const Walk& walk, const float* const* a, const float* b, float* const* c, bool add);

/// How many columns B's panels have if it has `columns`: so many vectors at most. The last panel may have
/// fewer.
inline std::size_t directColumns(std::size_t columns, std::size_t vectors = mostVectors) {
  const std::size_t most = vectors * lanes, panels = (columns + most - 1) / most;
  return (columns + panels * lanes - 1) / (panels * lanes) * lanes;
}

/// How wide a panel of B is whose first `columns` are in use.
inline std::size_t directWidth(std::size_t columns) {
  return (columns + halfLanes - 1) / halfLanes * halfLanes;
}

}  // namespace ser::tfjs::SER_SIMD
