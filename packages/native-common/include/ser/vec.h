#pragma once

#include <cstddef>
#include <cstring>
#ifdef __x86_64__
#include <immintrin.h>
#endif

/// Vectors as wide as the instructions that a file is compiled for (see simd_level.h): the compiler's own, of GCC and
/// Clang, so that one source serves SSE2, AVX2, AVX-512 and NEON.
#ifndef SER_SIMD
#error "SER_SIMD names the set of vector instructions"
#endif
namespace ser::SER_SIMD {

#if defined(__AVX512F__)
inline constexpr std::size_t vectorBytes = 64;
#elif defined(__AVX2__)
inline constexpr std::size_t vectorBytes = 32;
#else
inline constexpr std::size_t vectorBytes = 16;
#endif

/// Values of type T in a vector.
template <class T>
inline constexpr std::size_t lanes = vectorBytes / sizeof(T);

template <class T, std::size_t count>
struct VecType {
  typedef T type __attribute__((vector_size(count * sizeof(T))));
};

/// A whole vector of T, or one of `count` values, a power of two.
template <class T, std::size_t count = lanes<T>>
using Vec = typename VecType<T, count>::type;

/// A vector from any place in memory, aligned or not.
template <class T>
inline Vec<T> load(const T* from) {
  Vec<T> value;
  std::memcpy(&value, from, sizeof(value));
  return value;
}

/// The same, of `count` values.
template <std::size_t count, class T>
inline Vec<T, count> loadSome(const T* from) {
  Vec<T, count> value;
  std::memcpy(&value, from, sizeof(value));
  return value;
}

template <class T, class V>
inline void store(T* to, V value) {
  std::memcpy(to, &value, sizeof(value));
}

/// Past the caches, where the processor can, to a place aligned as the vector is: for results too many to wait in a cache until
/// they are read, whose lines would be read from memory only to be written over. fencePast() comes before other threads read them.
inline void storePast(float* to, Vec<float> value) {
#if defined(__AVX512F__)
  _mm512_stream_ps(to, value);
#elif defined(__AVX2__)
  _mm256_stream_ps(to, value);
#elif defined(__x86_64__)
  _mm_stream_ps(to, value);
#else
  store(to, value);
#endif
}
#if defined(__AVX512F__)
inline void storePast(float* to, Vec<float, lanes<float> / 2> value) { _mm256_stream_ps(to, value); }
#endif
inline void fencePast() {
#ifdef __x86_64__
  _mm_sfence();
#endif
}

template <class T>
inline Vec<T> broadcast(T value) {
  return value - Vec<T>{};
}

}  // namespace ser::SER_SIMD
