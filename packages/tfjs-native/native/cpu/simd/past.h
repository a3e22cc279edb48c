#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "cpu/simd/vec.h"

/// Results past the caches, from loops that the compiler makes vectors of.
namespace ser::tfjs::SER_SIMD {

/// Whether so many results are out of the caches before they are read: reading their lines only to write them
/// over takes as long as writing them.
inline bool goPast(std::size_t floats) { return floats >= std::size_t{2} << 20; }

/// Results that are computed at once stay in the first-level cache.
constexpr std::size_t pieceFloats = 512;

/// Calls body(begin, end) for pieces of `begin` … `end`, which start at whole vectors where they can.
template <class Body>
void inPieces(std::size_t begin, std::size_t end, Body&& body) {
  while (begin < end) {
    const std::size_t next = std::min(end, (begin / pieceFloats + 1) * pieceFloats);
    body(begin, next);
    begin = next;
  }
}

/// Copies results, past the caches if asked to; then fencePast() comes before other threads read them.
inline void copy(const float* from, std::size_t count, float* to, bool past) {
  std::size_t i = 0;
  if (past) {
    for (; i < count && reinterpret_cast<std::uintptr_t>(to + i) % vectorBytes != 0; ++i) to[i] = from[i];
    for (; i + lanes <= count; i += lanes) storePast(to + i, load(from + i));
  }
  std::copy(from + i, from + count, to + i);
}

/// Fills to[begin] … to[end] by compute(target, begin, end), which writes its results one after another from
/// `target` on: all of them in place, or piece by piece past the caches. Other types than float are always
/// written in place.
template <class Out, class Compute>
void fill(Out* to, std::size_t begin, std::size_t end, [[maybe_unused]] bool past, Compute&& compute) {
  if constexpr (std::is_same_v<Out, float>)
    if (past)
      return inPieces(begin, end, [&](std::size_t first, std::size_t last) {
        alignas(vectorBytes) float piece[pieceFloats];
        compute(piece, first, last);
        copy(piece, last - first, to + first, true);
      });
  compute(to + begin, begin, end);
}

}  // namespace ser::tfjs::SER_SIMD
