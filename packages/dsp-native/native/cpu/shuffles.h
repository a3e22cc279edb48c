#pragma once

#include <cstddef>
#include <utility>

#include "ser/vec.h"

namespace ser::dsp::SER_SIMD {

using ser::SER_SIMD::broadcast;
using ser::SER_SIMD::lanes;
using ser::SER_SIMD::load;
using ser::SER_SIMD::loadSome;
using ser::SER_SIMD::store;
using ser::SER_SIMD::Vec;

/// Values in a vector of type V.
template <class V>
inline constexpr std::size_t width = sizeof(V) / sizeof(std::declval<V&>()[0]);

namespace shuffles {

template <class V, std::size_t... i>
inline V reversed(V a, std::index_sequence<i...>) {
  return __builtin_shufflevector(a, a, (sizeof...(i) - 1 - i)...);
}

template <std::size_t offset, class V, std::size_t... i>
inline V everySecond(V a, V b, std::index_sequence<i...>) {
  return __builtin_shufflevector(a, b, (2 * i + offset)...);
}

template <std::size_t from, class V, std::size_t... i>
inline V zipped(V a, V b, std::index_sequence<i...>) {
  return __builtin_shufflevector(a, b, (from + i / 2 + (i % 2) * sizeof...(i))...);
}

template <std::size_t half, class V, std::size_t... i>
inline void swapBlocks(V& a, V& b, std::index_sequence<i...>) {
  const V first = __builtin_shufflevector(a, b, ((i & half) == 0 ? i : i - half + sizeof...(i))...);
  b = __builtin_shufflevector(a, b, ((i & half) == 0 ? i + half : i + sizeof...(i))...);
  a = first;
}

}  // namespace shuffles

template <class V>
inline V reversed(V a) {
  return shuffles::reversed(a, std::make_index_sequence<width<V>>());
}

/// From pairs p0 q0 p1 q1 … that fill `a` and then `b`: all p.
template <class V>
inline V firstOfPairs(V a, V b) {
  return shuffles::everySecond<0>(a, b, std::make_index_sequence<width<V>>());
}

/// And all q.
template <class V>
inline V secondOfPairs(V a, V b) {
  return shuffles::everySecond<1>(a, b, std::make_index_sequence<width<V>>());
}

/// Writes a0 b0 a1 b1 …
template <class T, class V>
inline void storePairs(T* to, V a, V b) {
  constexpr auto all = std::make_index_sequence<width<V>>();
  store(to, shuffles::zipped<0>(a, b, all));
  store(to + width<V>, shuffles::zipped<width<V> / 2>(a, b, all));
}

/// Rows become columns: swaps blocks of half the size, then of a quarter, down to single values.
template <std::size_t half, class V, std::size_t count>
inline void transposeBlocks(V (&rows)[count]) {
  for (std::size_t i = 0; i < count; ++i) {
    if ((i & half) == 0) {
      shuffles::swapBlocks<half>(rows[i], rows[i + half], std::make_index_sequence<count>());
    }
  }
  if constexpr (half > 1) transposeBlocks<half / 2>(rows);
}

template <class V, std::size_t count>
inline void transpose(V (&rows)[count]) {
  static_assert(count == width<V>);
  transposeBlocks<count / 2>(rows);
}

}  // namespace ser::dsp::SER_SIMD
