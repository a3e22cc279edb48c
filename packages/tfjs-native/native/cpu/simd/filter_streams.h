#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "cpu/simd/direct.h"

namespace ser::tfjs::SER_SIMD {

/// Sums up the gradient of a filter that has few lines and many columns, such as a first layer's. Time goes
/// by on the way of dy from memory, so that is read once and in order: a few positions at a time, all columns
/// of them, while the sums of all lines stay in the first-level cache. A block is those few positions.
class StreamedGradient {
 public:
  StreamedGradient(const DirectImages& images, const float* dy, std::size_t columns)
      : images_(images), dy_(dy), columns_(columns) {}

  /// With few columns sums stay in registers while more of dy passes by.
  static bool suits(const DirectImages& images, std::size_t columns) {
    return columns > mostColumns && columns % lanes == 0 && linesOf(images) <= mostLines &&
           linesOf(images) * columns <= sumsFloats;
  }

  std::size_t lines() const { return linesOf(images_); }
  std::size_t shares() const { return lines(); }
  static constexpr std::size_t leastShare = 48;
  std::size_t blocks() const { return divideUp(positions(), atOnce); }
  static std::size_t scratchFloats() { return 0; }

  /// `sum` becomes the gradient of some blocks, for lines `firstLine` to `lastLine`.
  void sumBlocks(std::size_t begin, std::size_t end, std::size_t firstLine, std::size_t lastLine, float*,
                 float* sum) const {
    std::fill(sum + firstLine * columns_, sum + lastLine * columns_, 0.0F);
    const std::size_t tiles = divideUp(lastLine - firstLine, mostTileLines);
    for (std::size_t block = begin; block < end; ++block) {
      const std::size_t first = block * atOnce, count = std::min(atOnce, positions() - first);
      float pixels[atOnce * mostLines];
      readPixels(first, count, pixels);
      for (std::size_t tile = 0; tile < tiles; ++tile) {
        const std::size_t line = firstLine + (lastLine - firstLine) * tile / tiles,
                          next = firstLine + (lastLine - firstLine) * (tile + 1) / tiles;
        kernel(next - line)(pixels + line, dy_ + first * columns_, count, columns_, sum + line * columns_);
      }
    }
  }

 private:
  static constexpr std::size_t atOnce = 8, mostLines = 32;
  static constexpr std::size_t sumsFloats = 8 * 1024;  // half of a first-level cache
  /// So many sums, a vector each, and what they are made of fit into the registers.
  static constexpr std::size_t mostTileLines = wideVectors ? 16 : 12;

  using Kernel = void (*)(const float* pixels, const float* dy, std::size_t positions, std::size_t columns,
                          float* sum);

  template <std::size_t Lines>
  static void add(const float* pixels, const float* dy, std::size_t positions, std::size_t columns,
                  float* sum) {
    for (std::size_t column = 0; column < columns; column += lanes) {
      Vec sums[Lines];
#pragma GCC unroll 16
      for (std::size_t i = 0; i < Lines; ++i) sums[i] = load(sum + i * columns + column);
      for (std::size_t position = 0; position < positions; ++position) {
        const float* at = dy + position * columns + column;
        // What the next block needs, into the second-level cache.
        __builtin_prefetch(at + atOnce * columns, 0, 2);
        const Vec gradients = load(at);
#pragma GCC unroll 16
        for (std::size_t i = 0; i < Lines; ++i) sums[i] += pixels[position * mostLines + i] * gradients;
      }
#pragma GCC unroll 16
      for (std::size_t i = 0; i < Lines; ++i) store(sum + i * columns + column, sums[i]);
    }
  }

  template <std::size_t... I>
  static constexpr std::array<Kernel, mostTileLines> kernels(std::index_sequence<I...>) {
    return {add<I + 1>...};
  }
  static Kernel kernel(std::size_t lines) {
    static constexpr auto all = kernels(std::make_index_sequence<mostTileLines>());
    return all[lines - 1];
  }

  static std::size_t linesOf(const DirectImages& images) {
    return images.y.taps * images.x.taps * images.channels;
  }
  std::size_t positions() const { return images_.count * images_.y.positions * images_.x.positions; }

  /// What the window sees at `count` positions, with zeros outside the image.
  void readPixels(std::size_t first, std::size_t count, float* pixels) const {
    const std::size_t columns = images_.x.positions, rows = images_.y.positions;
    for (std::size_t done = 0; done < count;) {
      const std::size_t column = (first + done) % columns, row = (first + done) / columns;
      const std::size_t inRow = std::min(count - done, columns - column);
      readRow(images_.image(row / rows), images_.y.at(row % rows), images_.x.part(column, inRow),
              pixels + done * mostLines);
      done += inRow;
    }
  }

  void readRow(const float* image, std::int64_t firstRow, const DirectAxis& x, float* pixels) const {
    const auto channels = static_cast<std::int64_t>(images_.channels),
               taps = static_cast<std::int64_t>(x.taps);
    const auto rowFloats = static_cast<std::int64_t>(images_.rowFloats());
    const bool allInside = x.at(0) >= 0 && (x.at(x.positions - 1) + taps) * channels <= rowFloats;
    for (std::size_t tap = 0; tap < images_.y.taps; ++tap, pixels += taps * channels) {
      const std::int64_t row = firstRow + static_cast<std::int64_t>(tap);
      const bool rowInside = row >= 0 && row < static_cast<std::int64_t>(images_.y.input);
      // Position by position in the inner loop: runs are a few numbers long.
      for (std::int64_t i = 0; i < taps * channels; ++i)
        for (std::size_t position = 0; position < x.positions; ++position) {
          const std::int64_t at = x.at(position) * channels + i;
          const bool inside = rowInside && (allInside || (at >= 0 && at < rowFloats));
          pixels[position * mostLines + static_cast<std::size_t>(i)] =
              inside ? image[row * rowFloats + at] : 0.0F;
        }
    }
  }

  const DirectImages& images_;
  const float* dy_;
  std::size_t columns_;
};

}  // namespace ser::tfjs::SER_SIMD
