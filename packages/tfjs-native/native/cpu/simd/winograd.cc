#include "cpu/simd/winograd.h"

#include <algorithm>

#include "cpu/simd/winograd_tiles.h"

namespace ser::tfjs::SER_SIMD {
namespace {

/// G g Gᵀ of each channel and column, frequency by frequency in panels as `multiply` reads them.
void transformFilter(const WinogradFilter& filter, std::size_t channels, std::size_t columns, float* to) {
  const std::size_t panel = directColumns(columns), step = channels * columns;
  for (std::size_t first = 0; first < columns; first += panel) {
    const std::size_t wide = std::min(panel, columns - first);
    for (std::size_t channel = 0; channel < channels; ++channel)
      for (std::size_t column = 0; column < wide; ++column) {
        const float* const from = filter.data + static_cast<std::ptrdiff_t>(channel) * filter.channel +
                                  static_cast<std::ptrdiff_t>(first + column) * filter.column;
        float half[winogradIn][winogradTaps];  // G g
        for (std::size_t j = 0; j < winogradTaps; ++j) {
          const auto at = [&](std::ptrdiff_t i) {
            return from[i * filter.row + static_cast<std::ptrdiff_t>(j) * filter.tap];
          };
          half[0][j] = at(0);
          half[1][j] = 0.5F * (at(0) + at(1) + at(2));
          half[2][j] = 0.5F * (at(0) - at(1) + at(2));
          half[3][j] = at(2);
        }
        float* out = to + first * channels + channel * wide + column;
        for (const auto& [a, b, c] : half) {
          for (const float value : {a, 0.5F * (a + b + c), 0.5F * (a - b + c), c}) *out = value, out += step;
        }
      }
  }
}

/// Aᵀ M A of the tiles from `first` on, finished.
void transformResults(const WinogradMatrices& from, const DirectImages& images, const WinogradTiles& tiles,
                      std::size_t first, const Finish& finish, float* to) {
  const std::size_t columns = from.channels, step = from.step(), height = images.y.positions,
                    width = images.x.positions;
  for (std::size_t tile = 0; tile < from.tiles; ++tile) {
    const auto [image, y, x] = tiles.at(first + tile);
    const std::size_t rows = std::min(winogradOut, height - y), across = std::min(winogradOut, width - x);
    float* const out = to + ((image * height + y) * width + x) * columns;
    const float* const row = from.data + tile * columns;
    forVectors(columns, [&](auto count, std::size_t column) {
      ser::SER_SIMD::Vec<float, count> half[winogradOut][winogradIn], m[winogradIn];  // Aᵀ M
      for (std::size_t j = 0; j < winogradIn; ++j) {
        for (std::size_t i = 0; i < winogradIn; ++i)
          m[i] = ser::SER_SIMD::loadSome<count>(row + (i * winogradIn + j) * step + column);
        half[0][j] = m[0] + m[1] + m[2];
        half[1][j] = m[1] - m[2] - m[3];
      }
      for (std::size_t i = 0; i < rows; ++i) {
        const auto& [a, b, c, d] = half[i];
        store(out + i * width * columns + column, a + b + c);
        if (across > 1) store(out + (i * width + 1) * columns + column, b - c - d);
      }
    });
    if (finish.any())
      for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < across; ++j)
          finishRow(finish, out + (i * width + j) * columns, 0, columns);
  }
}

/// Tiles that one task handles at a time: their transforms stay in the second-level cache.
std::size_t tilesAtOnce(std::size_t channels, std::size_t columns) {
  constexpr std::size_t cacheFloats = 128 * 1024, leastRows = 4;
  const std::size_t rows = directRows(directColumns(columns));
  return std::max(leastRows, cacheFloats / (frequencies * (channels + columns) * rows)) * rows;
}

}  // namespace

bool suitsWinograd(const DirectImages& images, std::size_t columns) {
  const DirectAxis &y = images.y, &x = images.x;
  // Of fewer channels most of the time goes into transforms, of more the filter's transform doesn't stay in
  // the cache.
  constexpr std::size_t fewest = 16, mostWeights = 32 * 1024;
  // Smaller maps are half padding; fewer tiles don't pay for the filter's transform.
  constexpr std::size_t leastPositions = 4, leastTiles = 256;
  const auto fits = [](std::size_t channels) { return channels >= fewest && channels % halfLanes == 0; };
  const auto fitsAxis = [](const DirectAxis& axis) {
    return axis.taps == winogradTaps && axis.stride == 1 && axis.positions >= leastPositions;
  };
  return fitsAxis(y) && fitsAxis(x) && fits(images.channels) && fits(columns) &&
         images.channels * columns <= mostWeights && WinogradTiles(images).count() >= leastTiles;
}

void convolveWinograd(const Cpu& cpu, const DirectImages& images, const WinogradFilter& filter,
                      std::size_t columns, float* to, const Finish& finish) {
  const std::size_t channels = images.channels, weights = channels * columns;
  const Scratch transformed(cpu.memory, frequencies * weights);
  transformFilter(filter, channels, columns, transformed.data());
  const WinogradTiles tiles(images);
  const std::size_t atOnce = tilesAtOnce(channels, columns);
  const double cost = 0.02 * static_cast<double>(frequencies * weights * atOnce);
  cpu.parallel((tiles.count() + atOnce - 1) / atOnce, cost, [&](std::size_t begin, std::size_t end) {
    const Scratch copy(cpu.memory, frequencies * channels);
    const Scratch pixels(cpu.memory, WinogradMatrices::floats(atOnce, channels));
    const Scratch sums(cpu.memory, WinogradMatrices::floats(atOnce, columns));
    for (std::size_t first = begin * atOnce; first < std::min(end * atOnce, tiles.count()); first += atOnce) {
      const std::size_t count = std::min(atOnce, tiles.count() - first);
      const WinogradMatrices d{pixels.data(), count, channels}, m{sums.data(), count, columns};
      transformPixels(images, tiles, first, d, copy.data());
      for (std::size_t i = 0; i < frequencies; ++i)
        multiply({count, channels, columns, d.matrix(i), channels, 1, transformed.data() + i * weights, true,
                  m.matrix(i)});
      transformResults(m, images, tiles, first, finish, to);
    }
  });
}

}  // namespace ser::tfjs::SER_SIMD
