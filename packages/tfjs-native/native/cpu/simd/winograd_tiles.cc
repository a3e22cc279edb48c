#include "cpu/simd/winograd_tiles.h"

#include <algorithm>

namespace ser::tfjs::SER_SIMD {
namespace {

/// Bᵀ times a column of four.
template <class V>
void transformLine(V& d0, V& d1, V& d2, V& d3) {
  const V first = d0 - d2, second = d1 + d2, third = d2 - d1, fourth = d1 - d3;
  d0 = first, d1 = second, d2 = third, d3 = fourth;
}

}  // namespace

WinogradTiles::WinogradTiles(const DirectImages& images)
    : images_(images),
      down_(divideUp(images.y.positions, winogradOut)),
      across_(divideUp(images.x.positions, winogradOut)) {}

Square squareAt(const float* image, std::size_t rows, std::size_t columns, std::size_t channels,
                std::int64_t y, std::int64_t x, std::size_t side, float* copy) {
  const auto size = static_cast<std::int64_t>(side), height = static_cast<std::int64_t>(rows),
             width = static_cast<std::int64_t>(columns), depth = static_cast<std::int64_t>(channels);
  if (y >= 0 && x >= 0 && y + size <= height && x + size <= width)
    return {image + (y * width + x) * depth, columns * channels};
  float* to = copy;
  for (std::int64_t i = y; i < y + size; ++i)
    for (std::int64_t j = x; j < x + size; ++j, to += channels)
      if (i >= 0 && i < height && j >= 0 && j < width)
        std::copy_n(image + (i * width + j) * depth, channels, to);
      else
        std::fill_n(to, channels, 0.0F);
  return {copy, side * channels};
}

void transformPixels(const DirectImages& images, const WinogradTiles& tiles, std::size_t first,
                     const WinogradMatrices& to, float* copy) {
  const std::size_t channels = images.channels, step = to.step();
  for (std::size_t tile = 0; tile < to.tiles; ++tile) {
    const auto [image, y, x] = tiles.at(first + tile);
    const Square from = squareAt(images.image(image), images.y.input, images.x.input, channels,
                                 images.y.at(y), images.x.at(x), winogradIn, copy);
    float* const row = to.data + tile * channels;
    forVectors(channels, [&](auto count, std::size_t channel) {
      ser::SER_SIMD::Vec<float, count> d[winogradIn][winogradIn];
      for (std::size_t i = 0; i < winogradIn; ++i)
        for (std::size_t j = 0; j < winogradIn; ++j)
          d[i][j] = ser::SER_SIMD::loadSome<count>(from.data + i * from.row + j * channels + channel);
      for (std::size_t j = 0; j < winogradIn; ++j) transformLine(d[0][j], d[1][j], d[2][j], d[3][j]);
      for (std::size_t i = 0; i < winogradIn; ++i) {
        transformLine(d[i][0], d[i][1], d[i][2], d[i][3]);
        for (std::size_t j = 0; j < winogradIn; ++j)
          store(row + (i * winogradIn + j) * step + channel, d[i][j]);
      }
    });
  }
}

void multiply(const WinogradProduct& p) {
  const std::size_t panel = directColumns(p.columns), tiles = divideUp(p.rows, directRows(panel));
  for (std::size_t column = 0; column < p.columns; column += panel) {
    const std::size_t wide = std::min(panel, p.columns - column);
    const float* const b = p.b + column * (p.panels ? p.depth : 1);
    const Walk walk{1, p.depth, p.aStep, 0, p.panels ? wide : p.columns, 0};
    for (std::size_t tile = 0; tile < tiles; ++tile) {
      const std::size_t first = p.rows * tile / tiles, count = p.rows * (tile + 1) / tiles - first;
      const float* a[mostRows];
      float* c[mostRows];
      for (std::size_t i = 0; i < count; ++i) {
        a[i] = p.a + (first + i) * p.aRow;
        c[i] = p.c + (first + i) * p.columns + column;
      }
      const DirectKernel kernel = p.aRow == 1 ? adjacentKernel(count, wide) : directKernel(count, wide);
      kernel(walk, a, b, c, p.add);
    }
  }
}

}  // namespace ser::tfjs::SER_SIMD
