#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace ser::dsp {

/// A whole number of `sizeof(T)` bytes, the lowest first, whatever the machine's own order.
template <class T>
T littleEndian(const std::byte* from) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>(value | static_cast<T>(static_cast<T>(from[i]) << (8 * i)));
  }
  return value;
}

}  // namespace ser::dsp
