#include "cpu/simd/microkernel.h"

#include <array>
#include <utility>

namespace ser::tfjs::SER_SIMD {
namespace {

template <std::size_t Vectors, std::size_t... I>
constexpr std::array<TileKernel, tileRows> row(std::index_sequence<I...>) {
  return {multiplyTile<I + 1, Vectors>...};
}

template <std::size_t... J>
constexpr std::array<std::array<TileKernel, tileRows>, tileVectors> table(std::index_sequence<J...>) {
  return {row<J + 1>(std::make_index_sequence<tileRows>())...};
}

constexpr auto kernels = table(std::make_index_sequence<tileVectors>());

}  // namespace

TileKernel tileKernel(std::size_t rows, std::size_t vectors) { return kernels[vectors - 1][rows - 1]; }

}  // namespace ser::tfjs::SER_SIMD
