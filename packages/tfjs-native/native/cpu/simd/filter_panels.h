#pragma once

#include <algorithm>
#include <utility>

#include "cpu/simd/direct.h"
#include "cpu/simd/panels.h"
#include "cpu/simd/tap_walk.h"

namespace ser::tfjs::SER_SIMD {

/// Sums up the gradient of a filter of many channels, whose pixels lie too far apart for the caches. Pixels
/// and gradients of a block are packed once, in panels of a few channels and of a few columns. Then each tap
/// is a product of panels, from another place of the pixels on.
class PanelGradient {
 public:
  PanelGradient(const DirectImages& images, const float* dy, std::size_t columns)
      : images_(images),
        dy_(dy),
        columns_(columns),
        width_(columns % (2 * lanes) == 0 ? 2 * lanes : directColumns(columns)),
        panels_(divideUp(images.channels, directRows(width_))),
        channels_(divideUp(images.channels, panels_)) {
    const DirectAxis &y = images.y, &x = images.x;
    const std::size_t most = gradientFloats / width_;
    block_.columns = std::min(most, x.positions);
    block_.rows = std::clamp<std::size_t>(most / block_.columns, 1, y.positions);
    block_.down = divideUp(y.positions, block_.rows);
    block_.across = divideUp(x.positions, block_.columns);
    const bool whole = block_.down * block_.across == 1;
    block_.images = whole ? std::clamp<std::size_t>(most / (y.positions * x.positions), 1, images.count) : 1;
  }

  static bool suits(const DirectImages& images) { return images.channels >= 256; }

  std::size_t lines() const { return images_.y.taps * images_.x.taps * images_.channels; }
  std::size_t blocks() const { return divideUp(images_.count, block_.images) * block_.down * block_.across; }
  std::size_t shares() const { return panels_; }
  static constexpr std::size_t leastShare = 2;
  std::size_t scratchFloats() const {
    return block_.images *
           (span(images_.y, block_.rows) * span(images_.x, block_.columns) * panels_ * channels_ +
            block_.rows * block_.columns * (columns_ + lanes));
  }

  /// `sum` becomes the gradient of some blocks, for panels `first` to `last`.
  void sumBlocks(std::size_t begin, std::size_t end, std::size_t first, std::size_t last, float* scratch,
                 float* sum) const {
    for (std::size_t i = begin; i < end; ++i)
      sumBlock(read(i, first, last, scratch), first, last, sum, i > begin);
  }

 private:
  /// Of a panel. With each block all sums pass by, so blocks are as large as the second-level cache allows.
  static constexpr std::size_t gradientFloats = 48 * 1024;

  /// A block of positions, packed.
  struct Block {
    std::size_t images;
    DirectAxis y, x;         // over the pixels that are packed
    const float* pixels;     // [panel][image][y.input][x.input][channels_]
    const float* gradients;  // [panel][image][y.positions][x.positions][width]
    std::size_t imagePixels() const { return y.input * x.input; }
    std::size_t imagePositions() const { return y.positions * x.positions; }
  };

  static std::size_t span(const DirectAxis& axis, std::size_t positions) {
    return std::min((positions - 1) * axis.stride + axis.taps, axis.input);
  }

  /// Some positions of an axis over no more of its input than they see, and where that begins.
  static std::pair<DirectAxis, std::size_t> cut(const DirectAxis& axis, std::size_t first,
                                                std::size_t count) {
    DirectAxis part = axis.part(first, count);
    const auto input = static_cast<std::int64_t>(axis.input);
    const std::int64_t begin = std::clamp<std::int64_t>(part.start, 0, input);
    const std::int64_t end =
        std::clamp<std::int64_t>(part.at(count - 1) + static_cast<std::int64_t>(part.taps), begin, input);
    part.start -= begin;
    part.input = static_cast<std::size_t>(end - begin);
    return {part, static_cast<std::size_t>(begin)};
  }

  Block read(std::size_t index, std::size_t firstPanel, std::size_t lastPanel, float* scratch) const {
    const std::size_t inImage = index % (block_.down * block_.across);
    const std::size_t firstImage = index / (block_.down * block_.across) * block_.images;
    const std::size_t firstRow = inImage / block_.across * block_.rows,
                      firstColumn = inImage % block_.across * block_.columns;
    const auto [y, pixelRow] =
        cut(images_.y, firstRow, std::min(block_.rows, images_.y.positions - firstRow));
    const auto [x, pixelColumn] =
        cut(images_.x, firstColumn, std::min(block_.columns, images_.x.positions - firstColumn));
    Block block{std::min(block_.images, images_.count - firstImage), y, x, scratch, nullptr};
    for (std::size_t panel = firstPanel; panel < lastPanel; ++panel) {
      const std::size_t channel = panel * channels_, count = std::min(channels_, images_.channels - channel);
      for (std::size_t image = 0; image < block.images; ++image)
        for (std::size_t row = 0; row < y.input; ++row, scratch += x.input * channels_) {
          const float* from = images_.image(firstImage + image) + (pixelRow + row) * images_.rowFloats() +
                              pixelColumn * images_.channels + channel;
          copyRuns(from, images_.channels, scratch, channels_, x.input, count);
        }
    }
    block.gradients = scratch;
    const InterleavedLines gradients(dy_, columns_);
    for (std::size_t column = 0; column < columns_; column += width_) {
      const std::size_t wide = std::min(width_, columns_ - column), width = directWidth(wide);
      for (std::size_t image = 0; image < block.images; ++image)
        for (std::size_t row = 0; row < y.positions; ++row, scratch += x.positions * width) {
          const std::size_t position =
              ((firstImage + image) * images_.y.positions + firstRow + row) * images_.x.positions +
              firstColumn;
          gradients.pack(column, wide, position, x.positions, width, scratch);
        }
    }
    return block;
  }

  /// `sum` is the block's gradient, or with `add` it grows by that.
  void sumBlock(const Block& block, std::size_t firstPanel, std::size_t lastPanel, float* sum,
                bool add) const {
    for (std::size_t column = 0; column < columns_; column += width_)
      for (std::size_t panel = firstPanel; panel < lastPanel; ++panel)
        for (std::size_t tapY = 0; tapY < block.y.taps; ++tapY)
          for (std::size_t tapX = 0; tapX < block.x.taps; ++tapX)
            sumTile(block, tapY, tapX, panel - firstPanel, panel * channels_, column, sum, add);
  }

  void sumTile(const Block& block, std::size_t tapY, std::size_t tapX, std::size_t panel, std::size_t channel,
               std::size_t column, float* sum, bool add) const {
    const std::size_t wide = std::min(width_, columns_ - column), width = directWidth(wide);
    const std::size_t count = std::min(channels_, images_.channels - channel);
    const TapWalk tap = walkOfTap(block.y, block.x, tapY, tapX, block.images, channels_, width);
    const float* const pixels =
        block.pixels + panel * block.images * block.imagePixels() * channels_ + tap.pixels;
    const float* const gradients =
        block.gradients + column * block.images * block.imagePositions() + tap.gradients;
    float* to[mostRows];
    for (std::size_t i = 0; i < count; ++i)
      to[i] = sum + ((tapY * block.x.taps + tapX) * images_.channels + channel + i) * columns_ + column;
    multiplyTile(adjacentKernel(count, width), count, wide, width, tap.walk, &pixels, gradients, to, add);
  }

  struct BlockSizes {
    std::size_t images, rows, columns;  // of a block
    std::size_t down, across;           // how many there are in an image
  };

  const DirectImages& images_;
  const float* dy_;
  std::size_t columns_, width_;
  std::size_t panels_, channels_;  // of pixels, and how many channels each has
  BlockSizes block_;
};

}  // namespace ser::tfjs::SER_SIMD
