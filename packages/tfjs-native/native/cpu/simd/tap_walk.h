#pragma once

#include "cpu/simd/direct.h"

namespace ser::tfjs::SER_SIMD {

/// The way of one tap of a filter's gradient through images: all positions at which the tap is inside.
struct TapWalk {
  Walk walk;
  std::size_t pixels, gradients;  // floats from the first image's to where the way begins
};

/// Through `images` images, a pixel of which takes `pixelFloats` and a position's gradients `gradientFloats`.
inline TapWalk walkOfTap(const DirectAxis& y, const DirectAxis& x, std::size_t tapY, std::size_t tapX,
                         std::size_t images, std::size_t pixelFloats, std::size_t gradientFloats) {
  const DirectAxis::Inside rows = y.reached(tapY, tapY), across = x.reached(tapX, tapX);
  const std::size_t row = x.input * pixelFloats, gradientRow = x.positions * gradientFloats;
  TapWalk tap{{rows.end - rows.begin, across.end - across.begin, x.stride * pixelFloats, y.stride * row,
               gradientFloats, gradientRow, images, y.input * row, y.positions * gradientRow},
              0,
              0};
  if (rows.begin < rows.end && across.begin < across.end) {
    tap.pixels = static_cast<std::size_t>(y.at(rows.begin) + static_cast<std::int64_t>(tapY)) * row +
                 static_cast<std::size_t>(x.at(across.begin) + static_cast<std::int64_t>(tapX)) * pixelFloats;
    tap.gradients = rows.begin * gradientRow + across.begin * gradientFloats;
  }
  return tap;
}

}  // namespace ser::tfjs::SER_SIMD
