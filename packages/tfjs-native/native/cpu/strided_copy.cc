#include <algorithm>
#include <cstring>

#include "cpu/data_kernels.h"

namespace ser::tfjs {
namespace {

/// An axis of the output, and how far a step along it moves in the input.
struct Axis {
  std::size_t size;
  std::int64_t stride;
};

/// Axes of size 1 vanish; neighbours that run on in the input as in the output become one.
std::size_t merge(Axis* axes, std::size_t rank) {
  std::size_t merged = 0;
  for (std::size_t i = 0; i < rank; ++i) {
    if (axes[i].size == 1) continue;
    if (merged > 0 && axes[merged - 1].stride == axes[i].stride * static_cast<std::int64_t>(axes[i].size)) {
      axes[merged - 1] = {axes[merged - 1].size * axes[i].size, axes[i].stride};
    } else {
      axes[merged++] = axes[i];
    }
  }
  return merged;
}

/// One row of the output.
template <class T>
void copyRow(const T* from, T* to, Axis row) {
  if (row.stride == 1)
    std::memcpy(to, from, row.size * sizeof(T));
  else if (row.stride == 0)
    std::fill(to, to + row.size, *from);
  else
    for (std::size_t i = 0; i < row.size; ++i) to[i] = from[static_cast<std::int64_t>(i) * row.stride];
}

/// A matrix whose columns are contiguous in the input and whose rows are in the output, square by square, so
/// that each cache line is fetched once.
template <class T>
void transposeMatrix(const T* from, T* to, Axis rows, Axis columns, std::size_t toStride) {
  constexpr std::size_t square = 16;
  for (std::size_t i0 = 0; i0 < rows.size; i0 += square) {
    const std::size_t i1 = std::min(i0 + square, rows.size);
    for (std::size_t j0 = 0; j0 < columns.size; j0 += square) {
      const std::size_t j1 = std::min(j0 + square, columns.size);
      for (std::size_t i = i0; i < i1; ++i)
        for (std::size_t j = j0; j < j1; ++j)
          to[i * toStride + j] =
              from[static_cast<std::int64_t>(i) + static_cast<std::int64_t>(j) * columns.stride];
    }
  }
}

template <class T>
void copy(const Cpu& cpu, const T* x, T* y, const Axis* axes, std::size_t rank) {
  if (rank == 0) {
    *y = *x;
    return;
  }
  const Axis inner = axes[rank - 1];
  // An axis that runs along the input's memory, walked together with the innermost one.
  std::size_t along = rank;
  if (inner.stride != 1 && inner.stride != 0)
    for (std::size_t i = 0; i + 1 < rank; ++i)
      if (axes[i].stride == 1) along = i;

  std::size_t toStrides[Shape::maxRank];
  for (std::size_t i = rank, step = 1; i-- > 0; step *= axes[i].size) toStrides[i] = step;
  std::size_t outer = 1;
  for (std::size_t i = 0; i + 1 < rank; ++i)
    if (i != along) outer *= axes[i].size;

  const double cost = static_cast<double>(inner.size * (along < rank ? axes[along].size : 1)) * 0.4 + 2;
  cpu.parallel(outer, cost, [&](std::size_t begin, std::size_t end) {
    for (std::size_t index = begin; index < end; ++index) {
      std::size_t rest = index, to = 0;
      std::int64_t from = 0;
      for (std::size_t i = rank - 1; i-- > 0;) {
        if (i == along) continue;
        const std::size_t at = rest % axes[i].size;
        rest /= axes[i].size;
        to += at * toStrides[i];
        from += static_cast<std::int64_t>(at) * axes[i].stride;
      }
      if (along < rank)
        transposeMatrix(x + from, y + to, axes[along], inner, toStrides[along]);
      else
        copyRow(x + from, y + to, inner);
    }
  });
}

}  // namespace

/// y[i, j, …] = x[offset + i · stride 0 + j · stride 1 …]: slices, transposes, reversals and broadcasts are
/// all this. Params: offset, then a stride for each axis of y, in elements; they may be 0 or negative.
void stridedCopy(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0);
  const Operand& y = call.output();
  Call::require(x.dtype == y.dtype, "the types differ");
  if (y.size() == 0) return;
  std::int64_t least = call.integer(0), most = least;
  const std::int64_t offset = least;
  Axis axes[Shape::maxRank];
  for (std::size_t i = 0; i < y.shape.rank(); ++i) {
    axes[i] = {y.shape[i], call.integer(i + 1)};
    const std::int64_t reach = axes[i].stride * static_cast<std::int64_t>(axes[i].size - 1);
    (reach < 0 ? least : most) += reach;
  }
  Call::require(least >= 0 && most < static_cast<std::int64_t>(x.size()),
                "the copy reaches beyond the input");
  const std::size_t rank = merge(axes, y.shape.rank());
  if (bytesOf(x.dtype) == 4)
    copy(cpu, x.as<const std::uint32_t>() + offset, y.as<std::uint32_t>(), axes, rank);
  else
    copy(cpu, x.as<const std::uint8_t>() + offset, y.as<std::uint8_t>(), axes, rank);
}

}  // namespace ser::tfjs
