#pragma once

#include <cstddef>
#include <vector>

namespace ser::tfjs::bench {

/// A convolution over [images, height, width, in] with a filter [filterHeight, filterWidth, in, out].
struct ConvolutionShape {
  const char* network;
  std::size_t images, height, width, in, filterHeight, filterWidth, out, strideY, strideX;
  bool same;  // padding as TensorFlow's 'same', else none

  struct Side {
    std::size_t output, before, after;
  };
  Side vertical() const { return side(height, filterHeight, strideY); }
  Side horizontal() const { return side(width, filterWidth, strideX); }

  double gflop() const {
    return 2e-9 * static_cast<double>(images * vertical().output * horizontal().output * out) *
           static_cast<double>(filterHeight * filterWidth * in);
  }

 private:
  Side side(std::size_t size, std::size_t filter, std::size_t stride) const {
    if (!same) return {(size - filter) / stride + 1, 0, 0};
    const std::size_t output = (size + stride - 1) / stride, covered = (output - 1) * stride + filter;
    const std::size_t padding = covered > size ? covered - size : 0;
    return {output, padding / 2, padding - padding / 2};
  }
};

/// Convolutions of the networks that this backend is measured with; "residual" stands for networks like
/// "compact", on larger maps. The notebook's on waves have one image instead of eight: theirs are long
/// enough.
inline const std::vector<ConvolutionShape> convolutionShapes{
    {"small", 32, 64, 80, 1, 3, 3, 32, 1, 1, true},
    {"small", 32, 32, 40, 32, 3, 3, 64, 1, 1, true},
    {"small", 32, 16, 20, 64, 3, 3, 64, 1, 1, true},
    {"tiny", 16, 157, 64, 1, 5, 5, 16, 2, 4, true},
    {"tiny", 16, 39, 8, 16, 3, 3, 32, 2, 1, true},
    {"tiny", 16, 20, 8, 32, 3, 3, 32, 1, 2, true},
    {"tiny", 16, 20, 4, 32, 3, 3, 48, 2, 1, true},
    {"notebook-mel", 8, 128, 55, 1, 5, 3, 512, 1, 1, false},
    {"notebook-mel", 8, 60, 26, 512, 5, 3, 512, 1, 1, false},
    {"notebook-mel", 8, 26, 11, 512, 5, 3, 128, 1, 1, false},
    {"notebook-wave", 1, 1, 27960, 1, 1, 5, 512, 1, 1, false},
    {"notebook-wave", 1, 1, 13976, 512, 1, 5, 512, 1, 1, false},
    {"notebook-wave", 1, 1, 6984, 512, 1, 5, 128, 1, 1, false},
    {"residual", 64, 64, 190, 1, 3, 3, 24, 1, 1, true},
    {"residual", 64, 64, 190, 24, 3, 3, 24, 1, 1, true},
    {"residual", 64, 64, 190, 24, 3, 3, 48, 2, 2, true},
    {"residual", 64, 32, 95, 48, 3, 3, 48, 1, 1, true},
    {"residual", 64, 32, 95, 48, 3, 3, 96, 2, 2, true},
    {"residual", 64, 16, 48, 96, 3, 3, 96, 1, 1, true},
    {"residual", 64, 16, 48, 96, 3, 3, 144, 2, 2, true},
    {"residual", 64, 8, 24, 144, 3, 3, 144, 1, 1, true},
};

}  // namespace ser::tfjs::bench
