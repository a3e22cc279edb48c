#include "cpu/simd/direct_kernel.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ser::tfjs::SER_SIMD {
namespace {

using HalfVec = ser::SER_SIMD::Vec<float, halfLanes>;

/// A row of Whole vectors and perhaps a half.
template <std::size_t Whole, bool Half>
struct Row {
  Vec whole[Whole > 0 ? Whole : 1];
  HalfVec half;

  void load(const float* from) {
#pragma GCC unroll 4
    for (std::size_t j = 0; j < Whole; ++j) whole[j] = SER_SIMD::load(from + j * lanes);
    if constexpr (Half) half = ser::SER_SIMD::loadSome<halfLanes>(from + Whole * lanes);
  }
  void store(float* to) const {
#pragma GCC unroll 4
    for (std::size_t j = 0; j < Whole; ++j) SER_SIMD::store(to + j * lanes, whole[j]);
    if constexpr (Half) ser::SER_SIMD::store(to + Whole * lanes, half);
  }
  void storePast(float* to) const {
#pragma GCC unroll 4
    for (std::size_t j = 0; j < Whole; ++j) {
      if constexpr (Half) {
        SER_SIMD::storePast(to + j * lanes,
                            __builtin_shufflevector(whole[j], whole[j], 0, 1, 2, 3, 4, 5, 6, 7));
        SER_SIMD::storePast(to + j * lanes + halfLanes,
                            __builtin_shufflevector(whole[j], whole[j], 8, 9, 10, 11, 12, 13, 14, 15));
      } else {
        SER_SIMD::storePast(to + j * lanes, whole[j]);
      }
    }
    if constexpr (Half) SER_SIMD::storePast(to + Whole * lanes, half);
  }
  void add(const Row& other) {
#pragma GCC unroll 4
    for (std::size_t j = 0; j < Whole; ++j) whole[j] += other.whole[j];
    if constexpr (Half) half += other.half;
  }
  static void prefetch(const float* from) {
#pragma GCC unroll 4
    for (std::size_t j = 0; j < Whole + Half; ++j) __builtin_prefetch(from + j * lanes, 1);
  }
  void addProduct(float factor, const Row& other) {
#pragma GCC unroll 4
    for (std::size_t j = 0; j < Whole; ++j) whole[j] += factor * other.whole[j];
    if constexpr (Half) half += factor * other.half;
  }
};

/// Adjacent: A's rows are neighbours, row i begins at a[0] + i.
template <std::size_t Rows, std::size_t Whole, bool Half, bool Adjacent>
void multiply(const Walk& walk, const float* const* a, const float* b, float* const* c, bool add) {
  Row<Whole, Half> sums[Rows] = {};
  const float* rows[Rows];
#pragma GCC unroll 14
  for (std::size_t i = 0; i < Rows; ++i) rows[i] = Adjacent ? a[0] + i : a[i];
  // By the time the sums are complete the results' lines are there.
  if (!walk.past) {
#pragma GCC unroll 14
    for (std::size_t i = 0; i < Rows; ++i) Row<Whole, Half>::prefetch(c[i]);
  }
  const std::size_t aStep = walk.aStep, bStep = walk.bStep;
  std::size_t aGroup = 0;
  for (std::size_t group = walk.groups; group > 0; --group, aGroup += walk.aGroup, b += walk.bGroup) {
    std::size_t aSegment = aGroup;
    const float* bSegment = b;
    for (std::size_t segment = walk.segments; segment > 0;
         --segment, aSegment += walk.aSegment, bSegment += walk.bSegment) {
      std::size_t at = aSegment;
      const float* from = bSegment;
      for (std::size_t step = walk.depth; step > 0; --step, at += aStep, from += bStep) {
        Row<Whole, Half> line;
        line.load(from);
        // Or the compiler moves a pointer for every row instead of one index, which pays where they don't all
        // fit into registers.
        if constexpr (Adjacent || Rows <= 10) asm("" : "+r"(at));
#pragma GCC unroll 14
        for (std::size_t i = 0; i < Rows; ++i) sums[i].addProduct(rows[i][at], line);
      }
    }
  }
#pragma GCC unroll 14
  for (std::size_t i = 0; i < Rows; ++i) {
    if (add) {
      Row<Whole, Half> before;
      before.load(c[i]);
      sums[i].add(before);
    }
    if (walk.past)
      sums[i].storePast(c[i]);
    else
      sums[i].store(c[i]);
  }
}

using ByRows = std::array<DirectKernel, mostRows>;

template <std::size_t Whole, bool Half, bool Adjacent, std::size_t... I>
constexpr ByRows byRows(std::index_sequence<I...>) {
  return {multiply<I + 1, Whole, Half, Adjacent>...};
}
template <std::size_t Whole, bool Half, bool Adjacent>
constexpr ByRows byRows() {
  constexpr std::size_t vectors = std::max<std::size_t>(Whole + Half, 2);  // of which there are the most rows
  return byRows<Whole, Half, Adjacent>(std::make_index_sequence<directRows(vectors * lanes)>());
}

template <bool Half, bool Adjacent, std::size_t... I>
constexpr std::array<ByRows, mostVectors> byVectors(std::index_sequence<I...>) {
  return {byRows<I + (Half ? 0 : 1), Half, Adjacent>()...};
}

template <bool Adjacent>
DirectKernel kernel(std::size_t rows, std::size_t columns) {
  constexpr auto vectors = std::make_index_sequence<mostVectors>();
  static constexpr std::array whole = byVectors<false, Adjacent>(vectors);
  if constexpr (halfLanes < lanes) {
    static constexpr std::array half = byVectors<true, Adjacent>(vectors);
    if (columns % lanes != 0) return half[columns / lanes][rows - 1];
  }
  return whole[columns / lanes - 1][rows - 1];
}

}  // namespace

DirectKernel directKernel(std::size_t rows, std::size_t columns) { return kernel<false>(rows, columns); }

DirectKernel adjacentKernel(std::size_t rows, std::size_t columns) { return kernel<true>(rows, columns); }

void multiplyTile(DirectKernel kernel, std::size_t rows, std::size_t columns, std::size_t width,
                  const Walk& walk, const float* const* a, const float* b, float* const* c, bool add) {
  if (columns == width) return kernel(walk, a, b, c, add);
  float whole[mostRows * mostColumns];
  float* aside[mostRows] = {};
  for (std::size_t i = 0; i < rows; ++i) aside[i] = whole + i * width;
  kernel(walk, a, b, aside, false);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j) c[i][j] = add ? c[i][j] + aside[i][j] : aside[i][j];
}

}  // namespace ser::tfjs::SER_SIMD
