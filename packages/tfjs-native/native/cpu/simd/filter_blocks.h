#pragma once

#include <algorithm>
#include <cstring>

#include "cpu/simd/direct.h"
#include "cpu/simd/panels.h"

namespace ser::tfjs::SER_SIMD {

/// A block of positions of one image: what its window sees, with zeros outside the image, and the gradients
/// there.
struct Block {
  const float* pixels;
  std::size_t rowFloats;
  const float* gradients;   // position by position, packed in panels
  std::size_t gradientRow;  // positions from row to row
};

/// Sums up the gradient of a filter, block by block.
class BlockGradient {
 public:
  BlockGradient(const DirectImages& images, const float* dy, std::size_t columns)
      : images_(images),
        dy_(dy),
        columns_(columns),
        panel_(directColumns(columns)),
        blocks_(images, columns) {}

  std::size_t lines() const { return images_.y.taps * run(); }
  std::size_t shares() const { return lines(); }
  static constexpr std::size_t leastShare = 48;
  std::size_t blocks() const { return images_.count * blocks_.perImage(); }

  std::size_t scratchFloats() const {
    const DirectAxis &y = images_.y, &x = images_.x;
    return span(y, blocks_.rows) * span(x, blocks_.columns) * images_.channels +
           blocks_.rows * blocks_.columns * (columns_ + lanes);
  }

  /// `sum` becomes the gradient of some blocks, for lines `firstLine` to `lastLine`.
  void sumBlocks(std::size_t begin, std::size_t end, std::size_t firstLine, std::size_t lastLine,
                 float* scratch, float* sum) const {
    for (std::size_t i = begin; i < end; ++i) sumBlock(i, firstLine, lastLine, scratch, sum, i > begin);
  }

 private:
  /// `sum` is the block's gradient, or with `add` it grows by that.
  void sumBlock(std::size_t index, std::size_t firstLine, std::size_t lastLine, float* scratch, float* sum,
                bool add) const {
    const std::size_t inImage = index % blocks_.perImage();
    const std::size_t firstRow = inImage / blocks_.across * blocks_.rows,
                      firstColumn = inImage % blocks_.across * blocks_.columns;
    const std::size_t rows = std::min(blocks_.rows, images_.y.positions - firstRow);
    const std::size_t columns = std::min(blocks_.columns, images_.x.positions - firstColumn);
    const Block block = read(index / blocks_.perImage(), firstRow, rows, firstColumn, columns, scratch);
    const DirectAxis y = images_.y.part(firstRow, rows), x = images_.x.part(firstColumn, columns);
    const std::size_t lines = lastLine - firstLine, tiles = divideUp(lines, directRows(panel_));
    for (std::size_t column = 0; column < columns_; column += panel_)
      for (std::size_t tile = 0; tile < tiles; ++tile) {
        const std::size_t line = firstLine + lines * tile / tiles,
                          end = firstLine + lines * (tile + 1) / tiles;
        sumTile(block, y, x, line, end - line, column, sum, add);
      }
  }

  std::size_t run() const { return images_.x.taps * images_.channels; }

  static std::size_t span(const DirectAxis& axis, std::size_t positions) {
    return (positions - 1) * axis.stride + axis.taps;
  }
  static bool isInside(const DirectAxis& axis) {
    return axis.start >= 0 && axis.start + static_cast<std::int64_t>(span(axis, axis.positions)) <=
                                  static_cast<std::int64_t>(axis.input);
  }

  Block read(std::size_t image, std::size_t firstRow, std::size_t rows, std::size_t firstColumn,
             std::size_t columns, float* scratch) const {
    const DirectAxis y = images_.y.part(firstRow, rows), x = images_.x.part(firstColumn, columns);
    Block block{};
    const float* from = images_.image(image);
    const auto rowFloats = static_cast<std::int64_t>(images_.rowFloats()),
               channels = static_cast<std::int64_t>(images_.channels);
    if (isInside(y) && isInside(x)) {
      block.pixels = from + y.start * rowFloats + x.start * channels;
      block.rowFloats = images_.rowFloats();
    } else {
      block.pixels = scratch;
      block.rowFloats = span(x, columns) * images_.channels;
      const auto width = static_cast<std::int64_t>(span(x, columns));
      const std::int64_t begin = std::clamp<std::int64_t>(-x.start, 0, width);
      const std::int64_t end =
          std::clamp<std::int64_t>(static_cast<std::int64_t>(x.input) - x.start, begin, width);
      for (std::size_t i = 0; i < span(y, rows); ++i, scratch += block.rowFloats) {
        const std::int64_t row = y.start + static_cast<std::int64_t>(i);
        const bool inside = row >= 0 && row < static_cast<std::int64_t>(y.input) && begin < end;
        std::fill(scratch, scratch + (inside ? begin : width) * channels, 0.0F);
        if (!inside) continue;
        std::memcpy(scratch + begin * channels, from + row * rowFloats + (x.start + begin) * channels,
                    static_cast<std::size_t>((end - begin) * channels) * sizeof(float));
        std::fill(scratch + end * channels, scratch + width * channels, 0.0F);
      }
    }
    const float* dy =
        dy_ + ((image * images_.y.positions + firstRow) * images_.x.positions + firstColumn) * columns_;
    if (columns_ <= mostColumns && columns_ == directWidth(columns_)) {  // that is a panel already
      block.gradients = dy;
      block.gradientRow = images_.x.positions;
      return block;
    }
    block.gradients = scratch;
    block.gradientRow = columns;
    const InterleavedLines gradients(dy, columns_);
    for (std::size_t column = 0; column < columns_; column += panel_) {
      const std::size_t wide = std::min(panel_, columns_ - column), width = directWidth(wide);
      for (std::size_t row = 0; row < rows; ++row, scratch += columns * width)
        gradients.pack(column, wide, row * images_.x.positions, columns, width, scratch);
    }
    return block;
  }

  void sumTile(const Block& block, const DirectAxis& y, const DirectAxis& x, std::size_t line,
               std::size_t count, std::size_t column, float* sum, bool add) const {
    const std::size_t last = line + count - 1;
    const std::size_t wide = std::min(panel_, columns_ - column), width = directWidth(wide);
    const bool oneRow = line / run() == last / run();
    const DirectAxis::Inside rows = y.reached(line / run(), last / run());
    const DirectAxis::Inside across =
        oneRow ? x.reached(line % run() / images_.channels, last % run() / images_.channels)
               : DirectAxis::Inside{0, x.positions};
    const std::size_t step = x.stride * images_.channels, rowStep = y.stride * block.rowFloats;
    const float* const gradients = block.gradients + column * y.positions * x.positions;
    const Walk walk{rows.end - rows.begin,    across.end - across.begin, step, rowStep, width,
                    block.gradientRow * width};
    const float* from[mostRows];
    float* to[mostRows];
    for (std::size_t i = 0; i < count; ++i) {
      from[i] = block.pixels + (line + i) / run() * block.rowFloats + (line + i) % run() +
                rows.begin * rowStep + across.begin * step;
      to[i] = sum + (line + i) * columns_ + column;
    }
    const std::size_t first = rows.begin * block.gradientRow + across.begin;
    multiplyTile(directKernel(count, width), count, wide, width, walk, from, gradients + first * width, to,
                 add);
  }

  const DirectImages& images_;
  const float* dy_;
  std::size_t columns_;
  std::size_t panel_;
  DirectBlocks blocks_;
};

}  // namespace ser::tfjs::SER_SIMD
