#pragma once

#include <cstddef>
#include <cstdint>

#include "ser/vec.h"

/// Vectors of floats (see ser/vec.h).
namespace ser::tfjs::SER_SIMD {

constexpr std::size_t lanes = ser::SER_SIMD::lanes<float>;

using Vec = ser::SER_SIMD::Vec<float>;
typedef float Vec4 __attribute__((vector_size(16)));
typedef float UnalignedVec4 __attribute__((vector_size(16), aligned(sizeof(float)), may_alias));

using ser::SER_SIMD::broadcast;
using ser::SER_SIMD::fencePast;
using ser::SER_SIMD::load;
using ser::SER_SIMD::loadSome;
using ser::SER_SIMD::store;
using ser::SER_SIMD::storePast;
using ser::SER_SIMD::vectorBytes;

}  // namespace ser::tfjs::SER_SIMD
