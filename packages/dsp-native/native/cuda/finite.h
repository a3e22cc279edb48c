#pragma once

#include <cstddef>
#include <cstdint>

#include "mel_rows.h"

namespace ser::dsp::cuda {

/// Lowers `first` to the index of the first sample that isn't finite, if there is one.
struct FirstNonFinite {
  const float* samples;
  std::uint32_t count;
  std::uint32_t* first;

  std::size_t sharedBytes() const { return 0; }

  template <class Block>
  SER_DEVICE void operator()(const Block& block) const {
    struct Lane {};
    typename Block::template Each<Lane> each(block);
    each.run([&](int thread, Lane&) {
      const std::uint32_t step = block.count() * blockThreads;
      for (std::uint64_t i = std::uint64_t(block.index()) * blockThreads + thread; i < count; i += step) {
        constexpr std::uint32_t exponent = 0x7f800000;  // all ones for infinities and NaNs alone
        if ((toBits(samples[i]) & exponent) == exponent) block.lower(first, static_cast<std::uint32_t>(i));
      }
    });
  }
};

}  // namespace ser::dsp::cuda
