#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernel.h"

namespace ser::tfjs::SER_SIMD {

/// How a window slides over one axis of an image.
struct Slide {
  std::int64_t input;   // positions on the axis
  std::int64_t output;  // positions of the window
  std::int64_t size;    // taps of the window
  std::int64_t stride;
  std::int64_t dilation;
  std::int64_t before;  // padding before the first position

  /// Where tap `tap` of the window at `at` falls; it may be outside.
  std::int64_t position(std::int64_t at, std::int64_t tap) const {
    return at * stride + tap * dilation - before;
  }

  /// The taps at which the window at `at` is inside: first, and one past the last.
  struct Taps {
    std::int64_t begin, end;
  };
  Taps inside(std::int64_t at) const {
    const std::int64_t start = position(at, 0);
    const std::int64_t begin = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
    const std::int64_t end = start >= input ? 0 : (input - 1 - start) / dilation + 1;
    return {std::min(begin, size), std::clamp(end, std::int64_t{0}, size)};
  }
};

/// A convolution's or pooling's geometry over images of rows (y) and columns (x).
struct Window {
  Slide y;
  Slide x;

  /// The number of a pixel among those of all images [n, h, w], of the input and of the output.
  std::size_t inputPixel(std::size_t image, std::int64_t row, std::int64_t column) const {
    return pixel(image, row, column, y.input, x.input);
  }
  std::size_t outputPixel(std::size_t image, std::int64_t row, std::int64_t column) const {
    return pixel(image, row, column, y.output, x.output);
  }

 private:
  static std::size_t pixel(std::size_t image, std::int64_t row, std::int64_t column, std::int64_t height,
                           std::int64_t width) {
    return (image * static_cast<std::size_t>(height) + static_cast<std::size_t>(row)) *
               static_cast<std::size_t>(width) +
           static_cast<std::size_t>(column);
  }
};

/// Params from `first` on: window height and width, strides, dilations, padding above and left.
inline Window windowOf(const Call& call, std::size_t first, std::size_t inputHeight, std::size_t inputWidth,
                       std::size_t outputHeight, std::size_t outputWidth) {
  const auto natural = [&](std::size_t i) { return static_cast<std::int64_t>(call.size(first + i, 1)); };
  return {{static_cast<std::int64_t>(inputHeight), static_cast<std::int64_t>(outputHeight), natural(0),
           natural(2), natural(4), call.integer(first + 6)},
          {static_cast<std::int64_t>(inputWidth), static_cast<std::int64_t>(outputWidth), natural(1),
           natural(3), natural(5), call.integer(first + 7)}};
}

}  // namespace ser::tfjs::SER_SIMD
