#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "cpu/simd/direct.h"
#include "cpu/simd/direct_kernel.h"

/// What Winograd's convolution and the gradient of its filter share. In the paper's terms a tile is d (4 × 4
/// pixels), its results are Y (2 × 2), the filter is g, and Y = Aᵀ (G g Gᵀ ⊙ Bᵀ d B) A.
namespace ser::tfjs::SER_SIMD {

constexpr std::size_t winogradTaps = 3, winogradIn = 4, winogradOut = 2;
constexpr std::size_t frequencies = winogradIn * winogradIn;  // as the values of a transform are called

/// The tiles of all images, row by row.
class WinogradTiles {
 public:
  explicit WinogradTiles(const DirectImages& images);

  std::size_t count() const { return images_.count * down_ * across_; }

  struct Place {
    std::size_t image, y, x;  // the position of the first result
  };
  Place at(std::size_t tile) const {
    const std::size_t row = tile / across_;
    return {row / down_, row % down_ * winogradOut, tile % across_ * winogradOut};
  }

 private:
  const DirectImages& images_;
  std::size_t down_, across_;
};

/// Transforms of `tiles` tiles: frequency by frequency a matrix of tiles × channels. A cache line between the
/// matrices keeps a tile's rows, which are written together, from all having the same place in the
/// first-level cache.
struct WinogradMatrices {
  float* data;
  std::size_t tiles, channels;

  std::size_t step() const { return stepOf(tiles, channels); }
  float* matrix(std::size_t frequency) const { return data + frequency * step(); }

  static std::size_t floats(std::size_t tiles, std::size_t channels) {
    return frequencies * stepOf(tiles, channels);
  }

 private:
  static std::size_t stepOf(std::size_t tiles, std::size_t channels) {
    constexpr std::size_t cacheLine = 16;
    return tiles * channels + cacheLine;
  }
};

/// Pixels in a square: floats from row to row.
struct Square {
  const float* data;
  std::size_t row;
};

/// `side` × `side` pixels of an image [rows, columns, channels] from one on that may be outside: where they
/// lie, or a copy with zeros in the place of those outside.
Square squareAt(const float* image, std::size_t rows, std::size_t columns, std::size_t channels,
                std::int64_t y, std::int64_t x, std::size_t side, float* copy);

/// Calls body(how many at once, first channel) for all channels, the last ones perhaps half a vector.
template <class Body>
void forVectors(std::size_t channels, Body&& body) {
  std::size_t channel = 0;
  for (; channel + lanes <= channels; channel += lanes)
    body(std::integral_constant<std::size_t, lanes>(), channel);
  if (channel < channels) body(std::integral_constant<std::size_t, halfLanes>(), channel);
}

/// Bᵀ d B of the images' tiles from `first` on. `copy` has room for a tile.
void transformPixels(const DirectImages& images, const WinogradTiles& tiles, std::size_t first,
                     const WinogradMatrices& to, float* copy);

/// C (+)= A·B: rows × depth by depth × columns. A's numbers may lie in either order. B's columns lie in
/// panels of directColumns, or row by row.
struct WinogradProduct {
  std::size_t rows, depth, columns;
  const float* a;
  std::size_t aRow, aStep;
  const float* b;
  bool panels;
  float* c;
  bool add = false;
};
void multiply(const WinogradProduct& product);

}  // namespace ser::tfjs::SER_SIMD
