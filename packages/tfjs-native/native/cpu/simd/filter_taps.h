#pragma once

#include <algorithm>

#include "cpu/simd/direct.h"
#include "cpu/simd/tap_walk.h"

namespace ser::tfjs::SER_SIMD {

/// Sums up the gradient of a filter tap by tap: a tile has lines of one tap only, and goes through the
/// positions at which that is inside. So pixels are read where they are, and many small images in one go. A
/// block is an image.
class TapGradient {
 public:
  TapGradient(const DirectImages& images, const float* dy, std::size_t columns)
      : images_(images),
        dy_(dy),
        columns_(columns),
        imageFloats_(images.y.input * images.rowFloats()),
        gradientFloats_(images.y.positions * images.x.positions * columns) {}

  /// Where a tap has lines enough for a tile, gradients lie as the kernel takes them, and an image stays in
  /// the cache.
  static bool suits(const DirectImages& images, std::size_t columns) {
    return images.channels >= 8 && columns <= mostColumns && columns == directWidth(columns) &&
           DirectBlocks(images, columns).perImage() == 1;
  }

  std::size_t lines() const { return images_.y.taps * images_.x.taps * images_.channels; }
  std::size_t shares() const { return lines(); }
  static constexpr std::size_t leastShare = 48;
  std::size_t blocks() const { return images_.count; }
  static std::size_t scratchFloats() { return 0; }

  /// `sum` becomes the gradient of some blocks, for lines `firstLine` to `lastLine`.
  void sumBlocks(std::size_t begin, std::size_t end, std::size_t firstLine, std::size_t lastLine, float*,
                 float* sum) const {
    // As many images as stay in the second-level cache.
    constexpr std::size_t cacheFloats = 64 * 1024;
    const std::size_t most = std::max<std::size_t>(cacheFloats / (imageFloats_ + gradientFloats_), 1);
    for (std::size_t image = begin; image < end; image += most) {
      const std::size_t count = std::min(most, end - image);
      for (std::size_t line = firstLine; line < lastLine;) {
        const std::size_t tapEnd = std::min((line / images_.channels + 1) * images_.channels, lastLine);
        const std::size_t lines = tapEnd - line, tiles = divideUp(lines, directRows(columns_));
        for (std::size_t tile = 0; tile < tiles; ++tile) {
          const std::size_t first = line + lines * tile / tiles, last = line + lines * (tile + 1) / tiles;
          sumTile(image, count, first, last - first, sum, image > begin);
        }
        line = tapEnd;
      }
    }
  }

 private:
  void sumTile(std::size_t image, std::size_t count, std::size_t line, std::size_t lines, float* sum,
               bool add) const {
    const std::size_t tap = line / images_.channels;
    const TapWalk way = walkOfTap(images_.y, images_.x, tap / images_.x.taps, tap % images_.x.taps, count,
                                  images_.channels, columns_);
    const float* const from = images_.image(image) + way.pixels + line % images_.channels;
    const float* const gradients = dy_ + image * gradientFloats_ + way.gradients;
    float* to[mostRows];
    for (std::size_t i = 0; i < lines; ++i) to[i] = sum + (line + i) * columns_;
    adjacentKernel(lines, columns_)(way.walk, &from, gradients, to, add);
  }

  const DirectImages& images_;
  const float* dy_;
  std::size_t columns_, imageFloats_, gradientFloats_;
};

}  // namespace ser::tfjs::SER_SIMD
