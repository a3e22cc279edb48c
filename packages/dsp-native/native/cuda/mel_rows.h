#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include "block.h"

namespace ser::dsp::cuda {

/// A run of a mel filter's weights. Filters differ in length; cut into pieces of like length, they keep
/// threads equally busy. The weights of 32 neighbouring pieces stand interleaved, weight i of a piece at
/// weights + 32 i.
struct MelPiece {
  std::uint32_t firstBin;
  std::uint32_t length;
  std::uint32_t weights;
};

inline constexpr std::uint32_t piecesPerGroup = 32;

/// Mel filters; band b is the sum of pieces bandOffsets[b] … bandOffsets[b + 1].
struct MelFilterBank {
  const MelPiece* pieces;
  const float* weights;
  const std::uint32_t* bandOffsets;
  std::uint32_t pieceCount;
  std::uint32_t bands;
  float widest;  // largest sum of a band's weights
};

/// What becomes of a band's value: as it is, its natural logarithm, or decibels whose clip's peak is still to
/// be taken off.
enum class MelScale { power, log, decibels };

SER_DEVICE std::uint32_t toBits(float value) {
  std::uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

SER_DEVICE float toValue(std::uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/// As an unsigned number that is the larger the larger the value: for atomic maxima.
SER_DEVICE std::uint32_t toOrdered(float value) {
  const std::uint32_t bits = toBits(value);
  return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

SER_DEVICE float fromOrdered(std::uint32_t ordered) {
  return toValue(ordered & 0x80000000u ? ordered & 0x7fffffffu : ~ordered);
}

SER_DEVICE float larger(float a, float b) { return a > b ? a : b; }

/// librosa's amin.
inline constexpr float leastPower = 1e-10f;

SER_DEVICE float scaled(float power, MelScale scale) {
  if (scale == MelScale::power) return power;
  const float logarithm = logf(power < leastPower ? leastPower : power);
  return scale == MelScale::log ? logarithm : 4.342944819f * logarithm;  // 10 / ln 10
}

/// Adds up the pieces' products, thread by thread, for all of the block's frames at once, since those share
/// weights. `spectrumOf(frame)` is the power spectrum of one; the sums go to sums[frame × pieceCount +
/// piece].
template <int frames, class SpectrumOf>
SER_DEVICE void sumPieces(const MelFilterBank& filters, int thread, const SpectrumOf& spectrumOf,
                          float* sums) {
  for (std::uint32_t p = thread; p < filters.pieceCount; p += blockThreads) {
    const MelPiece piece = filters.pieces[p];
    float total[frames] = {};
    for (std::uint32_t i = 0; i < piece.length; ++i) {
      const float weight = filters.weights[piece.weights + piecesPerGroup * i];
      SER_UNROLL
      for (int frame = 0; frame < frames; ++frame) {
        total[frame] += weight * spectrumOf(frame)[piece.firstBin + i];
      }
    }
    SER_UNROLL
    for (int frame = 0; frame < frames; ++frame) sums[frame * filters.pieceCount + p] = total[frame];
  }
}

/// Writes bands u, u + threads, … of one frame and gives the largest value written.
SER_DEVICE float writeBands(const MelFilterBank& filters, MelScale scale, int u, int threads,
                            const float* sums, float* row) {
  float largest = -3.4e38f;
  for (std::uint32_t band = u; band < filters.bands; band += threads) {
    float power = 0;
    for (std::uint32_t p = filters.bandOffsets[band]; p < filters.bandOffsets[band + 1]; ++p)
      power += sums[p];
    const float value = scaled(power, scale);
    row[band] = value;
    largest = larger(largest, value);
  }
  return largest;
}

}  // namespace ser::dsp::cuda
