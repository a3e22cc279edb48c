#pragma once

#include <cstddef>

#include "cpu/cpu.h"
#include "cpu/simd/activation.h"
#include "cpu/simd/direct.h"

/// Convolutions of 3 × 3 at stride 1 by Winograd's F(2 × 2, 3 × 3) (Lavin & Gray, "Fast algorithms for
/// convolutional neural networks", 2016): a tile of 2 × 2 results takes 16 products a channel instead of 36.
/// Tiles of pixels and the filter are transformed into 16 values each, which are multiplied and summed up
/// over the channels as 16 matrix products, and sums are transformed back.
namespace ser::tfjs::SER_SIMD {

/// Whether the algorithm can do a convolution and pays there.
bool suitsWinograd(const DirectImages& images, std::size_t columns);

/// A filter of 3 × 3, as it is stored or turned round: floats from a row of taps, a tap, a channel and a
/// column to the next.
struct WinogradFilter {
  const float* data;
  std::ptrdiff_t row, tap, channel, column;
};

/// to [count, y.positions, x.positions, columns] = activation(images * filter + bias)
void convolveWinograd(const Cpu& cpu, const DirectImages& images, const WinogradFilter& filter,
                      std::size_t columns, float* to, const Finish& finish);

/// The same as filterGradientDirect.
void filterGradientWinograd(const Cpu& cpu, const DirectImages& images, const float* dy, std::size_t columns,
                            float* filter);

}  // namespace ser::tfjs::SER_SIMD
