#pragma once

#include <cstddef>
#include <cstdint>

#include "cpu/simd/level.h"

/// Vectors as wide as the instructions that this file is compiled for. They are the compiler's own (GCC and Clang), so
/// that one source serves SSE, AVX2, AVX-512 and NEON.
namespace ser::tfjs::SER_SIMD {

#if defined(__AVX512F__)
constexpr std::size_t lanes = 16;
#elif defined(__AVX2__)
constexpr std::size_t lanes = 8;
#else
constexpr std::size_t lanes = 4;
#endif

typedef float Vec __attribute__((vector_size(lanes * sizeof(float))));
typedef float UnalignedVec __attribute__((vector_size(lanes * sizeof(float)), aligned(sizeof(float)), may_alias));
typedef float Vec4 __attribute__((vector_size(16)));
typedef float UnalignedVec4 __attribute__((vector_size(16), aligned(sizeof(float)), may_alias));

inline Vec load(const float* from) { return *reinterpret_cast<const UnalignedVec*>(from); }
inline void store(float* to, Vec value) { *reinterpret_cast<UnalignedVec*>(to) = value; }
inline Vec broadcast(float value) { return value - Vec{}; }

}  // namespace ser::tfjs::SER_SIMD
