#include "cpu/broadcast.h"

#include "kernel.h"

namespace ser::tfjs {
namespace {

/// The step of `operand` along each axis of `y`, to which its axes are aligned at the end.
void stepsOf(const Shape& operand, const Shape& y, std::size_t* steps) {
  Call::require(operand.rank() <= y.rank(), "the shapes can't be broadcast");
  const std::size_t lead = y.rank() - operand.rank();
  std::size_t step = 1;
  for (std::size_t axis = y.rank(); axis-- > 0;) {
    const std::size_t size = axis >= lead ? operand[axis - lead] : 1;
    Call::require(size == y[axis] || size == 1, "the shapes can't be broadcast");
    steps[axis] = size == 1 ? 0 : step;
    step *= size;
  }
}

}  // namespace

Broadcast broadcastOf(const Shape& a, const Shape& b, const Shape& y) {
  std::size_t stepsA[Shape::maxRank], stepsB[Shape::maxRank];
  stepsOf(a, y, stepsA);
  stepsOf(b, y, stepsB);
  Broadcast result;
  for (std::size_t axis = 0; axis < y.rank(); ++axis) {
    if (y[axis] == 1) continue;
    const std::size_t last = result.rank - 1;
    if (result.rank > 0 && result.stepsA[last] == stepsA[axis] * y[axis] &&
        result.stepsB[last] == stepsB[axis] * y[axis]) {
      result.sizes[last] *= y[axis];
      result.stepsA[last] = stepsA[axis];
      result.stepsB[last] = stepsB[axis];
    } else {
      result.sizes[result.rank] = y[axis];
      result.stepsA[result.rank] = stepsA[axis];
      result.stepsB[result.rank++] = stepsB[axis];
    }
  }
  if (result.rank == 0) {
    result.sizes[0] = result.stepsA[0] = result.stepsB[0] = 1;
    result.rank = 1;
  }
  return result;
}

}  // namespace ser::tfjs
