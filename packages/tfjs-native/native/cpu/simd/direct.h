#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "cpu/cpu.h"
#include "cpu/simd/activation.h"
#include "cpu/simd/direct_kernel.h"

/// Convolution whose images are read where they are. In NHWC the pixels under one row of the window are one
/// contiguous run of numbers, so that a position of the window is no more than an address.
namespace ser::tfjs::SER_SIMD {

inline std::size_t divideUp(std::size_t a, std::size_t b) { return (a + b - 1) / b; }

/// One axis of images as a window without dilation slides over it.
struct DirectAxis {
  std::int64_t
      start;  // input row or column under the first tap at the first position; may be outside, as all others
  std::size_t stride;  // from position to position
  std::size_t taps;
  std::size_t positions;
  std::size_t input;  // rows or columns that there are

  std::int64_t at(std::size_t position) const { return start + static_cast<std::int64_t>(position * stride); }

  /// From the first to one past the last: taps that are inside at a position, or positions.
  struct Inside {
    std::size_t begin, end;
    bool operator==(const Inside&) const = default;
  };
  /// The taps that are inside at a position.
  Inside inside(std::size_t position) const;

  /// Positions from the first to the last at which one of the taps is inside.
  Inside reached(std::size_t firstTap, std::size_t lastTap) const;

  /// `count` of the positions, from `first` on.
  DirectAxis part(std::size_t first, std::size_t count) const {
    return {at(first), stride, taps, count, input};
  }

  /// Positions with the same taps inside: one piece in the middle, and some at the edges.
  struct Piece {
    std::size_t first, count;
    Inside taps;
  };
  /// Of the positions from `first` on.
  std::vector<Piece> pieces(std::size_t first, std::size_t count) const;
};

/// Images [count, y.input, x.input, channels] under a window.
struct DirectImages {
  const float* data;
  std::size_t count, channels;
  DirectAxis y, x;

  std::size_t rowFloats() const { return x.input * channels; }
  const float* image(std::size_t index) const { return data + index * y.input * rowFloats(); }
};

/// Where results go: floats from image to image, from row to row and from column to column of positions.
struct DirectTarget {
  float* data;
  std::size_t image, row, column;
};

/// target = activation(images * filter + bias). The filter is packed in panels of so many columns, the last
/// one directWidth wide; a panel holds the taps row by row, all their channels.
struct DirectConvolution {
  DirectImages images;
  const float* packedFilter;
  std::size_t panel;
  DirectTarget target;
};

/// Convolutions of the same images, whose results lie between each other: block by block all of them, so that
/// both stay in the cache. None has more positions than the first.
void convolveDirect(const Cpu& cpu, const std::vector<DirectConvolution>& convolutions, std::size_t columns,
                    const Finish& finish);

/// The gradient of a filter [y.taps, x.taps, channels, columns]: dy [count, y.positions, x.positions,
/// columns].
void filterGradientDirect(const Cpu& cpu, const DirectImages& images, const float* dy, std::size_t columns,
                          float* filter);

/// A block of positions that one task handles: so many that the pixels under them, and `besides` floats a
/// position, stay in the second-level cache.
struct DirectBlocks {
  std::size_t rows, columns;  // of a block
  std::size_t down, across;   // how many there are in an image

  DirectBlocks(const DirectImages& images, std::size_t besides);
  std::size_t perImage() const { return down * across; }
};

}  // namespace ser::tfjs::SER_SIMD
