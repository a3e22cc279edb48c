#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "../engine.h"
#include "any_spectrum.h"
#include "complex.h"
#include "mel_rows.h"

namespace ser::dsp::cuda {

/// Bytes that go to the device together: tables that a call's kernels read.
class TableBytes {
 public:
  /// Appends values and gives their place; places are aligned for any access.
  template <class T>
  std::size_t add(const T* values, std::size_t count) {
    const std::size_t place = (bytes_.size() + alignment - 1) / alignment * alignment;
    bytes_.resize(place + count * sizeof(T));
    const auto* from = reinterpret_cast<const unsigned char*>(values);
    std::copy(from, from + count * sizeof(T), bytes_.begin() + static_cast<std::ptrdiff_t>(place));
    return place;
  }

  template <class T>
  std::size_t add(const std::vector<T>& values) {
    return add(values.data(), values.size());
  }

  const std::vector<unsigned char>& bytes() const { return bytes_; }

 private:
  static constexpr std::size_t alignment = 256;

  std::vector<unsigned char> bytes_;
};

/// exp(-2πik / size), k < count, computed in double.
template <class T>
std::vector<Complex<T>> turnsOf(std::size_t size, std::size_t count);

/// `size` as a product of factors that make the cheapest passes.
std::vector<int> factorsOf(std::size_t size);

/// Mel filters cut into pieces (see MelPiece).
struct CutFilters {
  std::vector<MelPiece> pieces;
  std::vector<float> weights;
  std::vector<std::uint32_t> bandOffsets;
  float widest;
};

CutFilters cutFilters(const MelFilters& filters);

}  // namespace ser::dsp::cuda
