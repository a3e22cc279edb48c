#pragma once

#include <cstddef>

#include "tensor.h"

namespace ser::tfjs {

/// The axes of a result with the steps that its two operands make along them (0: broadcast); neighbours that
/// can be walked as one are one. There is at least one axis.
struct Broadcast {
  std::size_t rank = 0;
  std::size_t sizes[Shape::maxRank], stepsA[Shape::maxRank], stepsB[Shape::maxRank];

  /// Where the operands stand at row `index`: a row runs along the last axis.
  struct Place {
    std::size_t a, b;
  };
  Place place(std::size_t index) const {
    Place place{0, 0};
    for (std::size_t axis = rank - 1; axis-- > 0; index /= sizes[axis]) {
      place.a += index % sizes[axis] * stepsA[axis];
      place.b += index % sizes[axis] * stepsB[axis];
    }
    return place;
  }
};

/// How `a` and `b` are broadcast to `y`, aligned at the last axis. Throws ser::Error if they can't be.
Broadcast broadcastOf(const Shape& a, const Shape& b, const Shape& y);

}  // namespace ser::tfjs
