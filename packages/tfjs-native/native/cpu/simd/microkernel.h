#pragma once

#include <cstddef>

#include "cpu/simd/vec.h"

/// The inner loop of every matrix product and convolution: a tile of C that stays in registers while a panel
/// of A and a panel of B pass by. Each step loads a row of B and multiplies it by one number of each of A's
/// rows.
namespace ser::tfjs::SER_SIMD {

// The tile fills the register file: accumulators, one row of B, and where instructions can't read A from
// memory, a number.
#if defined(__AVX512F__)
constexpr std::size_t tileRows = 12;
constexpr std::size_t tileVectors = 2;
#elif defined(__AVX2__)
constexpr std::size_t tileRows = 6;
constexpr std::size_t tileVectors = 2;
#elif defined(__aarch64__)
constexpr std::size_t tileRows = 8;
constexpr std::size_t tileVectors = 3;
#else
constexpr std::size_t tileRows = 6;
constexpr std::size_t tileVectors = 2;
#endif
constexpr std::size_t tileColumns = tileVectors * lanes;

/// C (+)= A·B. A: `depth` groups of `Rows` numbers; B: `depth` rows of Vectors · lanes numbers, `bStride`
/// apart.
template <std::size_t Rows, std::size_t Vectors>
void multiplyTile(std::size_t depth, const float* a, const float* b, std::size_t bStride, float* c,
                  std::size_t cStride, bool add) {
  Vec sum[Rows][Vectors] = {};
  for (std::size_t k = 0; k < depth; ++k) {
    Vec row[Vectors];
#pragma GCC unroll 4
    for (std::size_t j = 0; j < Vectors; ++j) row[j] = load(b + j * lanes);
#pragma GCC unroll 16
    for (std::size_t i = 0; i < Rows; ++i) {
      const Vec factor = broadcast(a[i]);
#pragma GCC unroll 4
      for (std::size_t j = 0; j < Vectors; ++j) sum[i][j] += factor * row[j];
    }
    a += Rows;
    b += bStride;
  }
#pragma GCC unroll 16
  for (std::size_t i = 0; i < Rows; ++i)
#pragma GCC unroll 4
    for (std::size_t j = 0; j < Vectors; ++j) {
      float* at = c + i * cStride + j * lanes;
      store(at, add ? load(at) + sum[i][j] : sum[i][j]);
    }
}

using TileKernel = void (*)(std::size_t depth, const float* a, const float* b, std::size_t bStride, float* c,
                            std::size_t cStride, bool add);

/// The kernel for a tile of `rows` (1 … tileRows) by `vectors` (1 … tileVectors).
TileKernel tileKernel(std::size_t rows, std::size_t vectors);

}  // namespace ser::tfjs::SER_SIMD
