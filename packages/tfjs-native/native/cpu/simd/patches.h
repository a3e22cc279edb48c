#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cpu/simd/panels.h"
#include "cpu/simd/window.h"

/// Convolution as a matrix product without the matrix: the panels of the products in gemm.h are read from the
/// images as they are needed ("implicit im2col").
namespace ser::tfjs::SER_SIMD {

/// Images [count, height, width, channels], seen through a window: for each position of the window (a pixel
/// of the other side of the convolution) the pixels under its taps.
class Patches {
 public:
  /// What the window at a position sees, as a convolution reads its input.
  static Patches ofInput(const float* images, const Window& window, std::size_t channels);
  /// For each pixel of a convolution's input, the pixels of the output that it went into, tap by tap: what
  /// the gradient of the input reads.
  static Patches ofOutput(const float* images, const Window& window, std::size_t channels);

  std::size_t channels() const { return channels_; }
  std::size_t taps() const { return tapsY_ * tapsX_; }
  std::size_t positionsX() const { return positionsX_; }
  std::size_t positionsPerImage() const { return positionsY_ * positionsX_; }

  /// One position of the window, stepped on from pixel to pixel.
  struct Position {
    const float* image;
    std::size_t y, x;
  };
  Position position(std::size_t index) const {
    const std::size_t inImage = index % positionsPerImage();
    return {images_ + index / positionsPerImage() * imageSize_, inImage / positionsX_, inImage % positionsX_};
  }
  void next(Position& position) const {
    if (++position.x < positionsX_) return;
    position.x = 0;
    if (++position.y < positionsY_) return;
    position.y = 0;
    position.image += imageSize_;
  }

  void nextRow(Position& position) const {
    position.x = positionsX_ - 1;
    next(position);
  }

  /// A tap of the window.
  struct Tap {
    std::size_t y, x;
  };
  Tap tap(std::size_t index) const { return {index / tapsX_, index % tapsX_}; }
  void next(Tap& tap) const {
    if (++tap.x < tapsX_) return;
    tap.x = 0;
    ++tap.y;
  }

  /// The channels of the pixel under a tap, or null where there is none.
  const float* pixel(const Position& position, Tap tap) const {
    const std::int64_t y = rows_[position.y * tapsY_ + tap.y];
    const std::int64_t x = columns_[position.x * tapsX_ + tap.x];
    return y < 0 || x < 0 ? nullptr : position.image + y + x;
  }

  /// What a tap sees from `count` positions of one row on: pixels `step` floats apart from position `begin`
  /// to `end`, nothing before and after. Only for ofInput.
  struct Stretch {
    std::size_t begin, end, step;
    const float* pixel;
  };
  Stretch stretch(const Position& position, std::size_t count, Tap tap) const {
    const auto column = [&](std::size_t i) { return columns_[(position.x + i) * tapsX_ + tap.x]; };
    std::size_t begin = 0, end = count;
    while (begin < end && column(begin) < 0) ++begin;
    while (begin < end && column(end - 1) < 0) --end;
    const std::int64_t y = rows_[position.y * tapsY_ + tap.y];
    if (y < 0 || begin == end) return {0, 0, 0, nullptr};
    return {begin, end, stepX_, position.image + y + column(begin)};
  }

 private:
  std::size_t channels_ = 0, imageSize_ = 0;
  std::size_t tapsY_ = 0, tapsX_ = 0, positionsY_ = 0, positionsX_ = 0;
  std::size_t stepX_ = 0;  // between neighbouring positions' pixels
  const float* images_ = nullptr;
  std::vector<std::int64_t> rows_, columns_;  // by position and tap: offset of the row or column, or -1
};

/// Lines are positions, steps are (tap, channel): A of the convolution, and of its gradient for the input.
class PatchLines final : public PanelSource {
 public:
  explicit PatchLines(const Patches& patches) : patches_(patches) {}
  void pack(std::size_t first, std::size_t count, std::size_t k, std::size_t depth, std::size_t width,
            float* out) const override;

 private:
  const Patches& patches_;
};

/// Lines are (tap, channel), steps are positions: A of the gradient for the filter.
class PatchSteps final : public PanelSource {
 public:
  explicit PatchSteps(const Patches& patches) : patches_(patches) {}
  void pack(std::size_t first, std::size_t count, std::size_t k, std::size_t depth, std::size_t width,
            float* out) const override;

 private:
  const Patches& patches_;
};

/// The filter [taps, in, out] with the input's channels as lines and (tap, out) as steps: B of the gradient
/// for the input.
class FilterLines final : public PanelSource {
 public:
  FilterLines(const float* filter, std::size_t in, std::size_t out) : filter_(filter), in_(in), out_(out) {}
  void pack(std::size_t first, std::size_t count, std::size_t k, std::size_t depth, std::size_t width,
            float* out) const override;

 private:
  const float* filter_;
  std::size_t in_, out_;
};

}  // namespace ser::tfjs::SER_SIMD
