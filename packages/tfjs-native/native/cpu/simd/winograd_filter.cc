#include <algorithm>

#include "cpu/simd/winograd.h"
#include "cpu/simd/winograd_tiles.h"

namespace ser::tfjs::SER_SIMD {
namespace {

/// A dY Aᵀ of the gradients of the tiles from `first` on. `copy` has room for the results of a tile.
void transformGradients(const float* dy, const DirectImages& images, const WinogradTiles& tiles,
                        std::size_t first, const WinogradMatrices& to, float* copy) {
  const std::size_t columns = to.channels, step = to.step(), height = images.y.positions,
                    width = images.x.positions;
  for (std::size_t tile = 0; tile < to.tiles; ++tile) {
    const auto [image, y, x] = tiles.at(first + tile);
    const Square from =
        squareAt(dy + image * height * width * columns, height, width, columns, static_cast<std::int64_t>(y),
                 static_cast<std::int64_t>(x), winogradOut, copy);
    float* const row = to.data + tile * columns;
    forVectors(columns, [&](auto count, std::size_t column) {
      using V = ser::SER_SIMD::Vec<float, count>;
      const auto at = [&](std::size_t i, std::size_t j) {
        return ser::SER_SIMD::loadSome<count>(from.data + i * from.row + j * columns + column);
      };
      const V upper[] = {at(0, 0), at(0, 1)}, lower[] = {at(1, 0), at(1, 1)};
      const V half[winogradIn][winogradOut] = {{upper[0], upper[1]},
                                               {upper[0] + lower[0], upper[1] + lower[1]},
                                               {upper[0] - lower[0], upper[1] - lower[1]},
                                               {-lower[0], -lower[1]}};
      for (std::size_t i = 0; i < winogradIn; ++i) {
        const auto& [a, b] = half[i];
        float* const out = row + i * winogradIn * step + column;
        store(out, a);
        store(out + step, a + b);
        store(out + 2 * step, a - b);
        store(out + 3 * step, -b);
      }
    });
  }
}

/// Gᵀ dU G of a channel, the sum of `parts` transforms that lie `part` floats apart.
void transformSums(const float* sums, std::size_t parts, std::size_t part, std::size_t channels,
                   std::size_t columns, std::size_t channel, float* filter) {
  const std::size_t step = channels * columns;
  forVectors(columns, [&](auto count, std::size_t column) {
    using V = ser::SER_SIMD::Vec<float, count>;
    V half[winogradTaps][winogradIn];
    for (std::size_t j = 0; j < winogradIn; ++j) {
      V u[winogradIn];
      for (std::size_t i = 0; i < winogradIn; ++i) {
        const float* from = sums + (i * winogradIn + j) * step + channel * columns + column;
        u[i] = ser::SER_SIMD::loadSome<count>(from);
        for (std::size_t k = 1; k < parts; ++k) u[i] += ser::SER_SIMD::loadSome<count>(from + k * part);
      }
      half[0][j] = u[0] + 0.5F * (u[1] + u[2]);
      half[1][j] = 0.5F * (u[1] - u[2]);
      half[2][j] = 0.5F * (u[1] + u[2]) + u[3];
    }
    for (std::size_t i = 0; i < winogradTaps; ++i) {
      const auto& [a, b, c, d] = half[i];
      float* const to = filter + i * winogradTaps * step + channel * columns + column;
      store(to, a + 0.5F * (b + c));
      store(to + step, 0.5F * (b - c));
      store(to + 2 * step, 0.5F * (b + c) + d);
    }
  });
}

/// Tiles whose products are added to the sums at a time. Each time all sums pass by, so they are many.
constexpr std::size_t tilesAtOnce = 96;

}  // namespace

void filterGradientWinograd(const Cpu& cpu, const DirectImages& images, const float* dy, std::size_t columns,
                            float* filter) {
  const std::size_t channels = images.channels, weights = channels * columns, size = frequencies * weights;
  const WinogradTiles tiles(images);
  // Tasks have some of the tiles. How many there are is decided by sizes alone, as it decides the sums.
  constexpr std::size_t tasks = 16, mostSums = std::size_t{1} << 22;
  const std::size_t blocks = (tiles.count() + tilesAtOnce - 1) / tilesAtOnce;
  const std::size_t parts = std::clamp<std::size_t>(std::min(mostSums / size, blocks / 2), 1, tasks);
  const Scratch sums(cpu.memory, parts * size);
  cpu.threads.forEach(parts, [&] {
    return
        [&, copy = Scratch(cpu.memory, frequencies * std::max(channels, columns)),
         pixels = Scratch(cpu.memory, WinogradMatrices::floats(tilesAtOnce, channels)),
         gradients = Scratch(cpu.memory, WinogradMatrices::floats(tilesAtOnce, columns))](std::size_t part) {
          const std::size_t begin = blocks * part / parts * tilesAtOnce,
                            end = std::min(blocks * (part + 1) / parts * tilesAtOnce, tiles.count());
          for (std::size_t first = begin; first < end; first += tilesAtOnce) {
            const std::size_t count = std::min(tilesAtOnce, end - first);
            const WinogradMatrices d{pixels.data(), count, channels}, m{gradients.data(), count, columns};
            transformPixels(images, tiles, first, d, copy.data());
            transformGradients(dy, images, tiles, first, m, copy.data());
            for (std::size_t i = 0; i < frequencies; ++i)
              multiply({channels, count, columns, d.matrix(i), 1, channels, m.matrix(i), false,
                        sums.data() + part * size + i * weights, first > begin});
          }
        };
  });
  cpu.parallel(channels, static_cast<double>(frequencies * columns * parts),
               [&](std::size_t begin, std::size_t end) {
                 for (std::size_t channel = begin; channel < end; ++channel)
                   transformSums(sums.data(), parts, size, channels, columns, channel, filter);
               });
}

}  // namespace ser::tfjs::SER_SIMD
