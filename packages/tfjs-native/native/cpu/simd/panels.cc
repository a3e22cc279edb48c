#include "cpu/simd/panels.h"

#include <algorithm>
#include <cstring>

namespace ser::tfjs::SER_SIMD {
namespace {

constexpr std::size_t maxWidth = 64;
static_assert(maxWidth >= 4 * lanes);

/// Four lines, four steps at a time: a 4 × 4 transpose in registers.
void packFour(const float* const* lines, std::size_t run, std::size_t width, float* out) {
  std::size_t i = 0;
  for (; i + 4 <= run; i += 4) {
    const Vec4 a = *reinterpret_cast<const UnalignedVec4*>(lines[0] + i);
    const Vec4 b = *reinterpret_cast<const UnalignedVec4*>(lines[1] + i);
    const Vec4 c = *reinterpret_cast<const UnalignedVec4*>(lines[2] + i);
    const Vec4 d = *reinterpret_cast<const UnalignedVec4*>(lines[3] + i);
    const Vec4 abLow = __builtin_shufflevector(a, b, 0, 4, 1, 5),
               abHigh = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const Vec4 cdLow = __builtin_shufflevector(c, d, 0, 4, 1, 5),
               cdHigh = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    float* to = out + i * width;
    *reinterpret_cast<UnalignedVec4*>(to) = __builtin_shufflevector(abLow, cdLow, 0, 1, 4, 5);
    *reinterpret_cast<UnalignedVec4*>(to + width) = __builtin_shufflevector(abLow, cdLow, 2, 3, 6, 7);
    *reinterpret_cast<UnalignedVec4*>(to + 2 * width) = __builtin_shufflevector(abHigh, cdHigh, 0, 1, 4, 5);
    *reinterpret_cast<UnalignedVec4*>(to + 3 * width) = __builtin_shufflevector(abHigh, cdHigh, 2, 3, 6, 7);
  }
  for (; i < run; ++i)
    for (std::size_t l = 0; l < 4; ++l) out[i * width + l] = lines[l][i];
}

}  // namespace

void packLines(const float* const* lines, std::size_t count, std::size_t run, std::size_t width, float* out) {
  std::size_t l = 0;
  while (l < count) {
    if (l + 4 <= count && lines[l] && lines[l + 1] && lines[l + 2] && lines[l + 3]) {
      packFour(lines + l, run, width, out + l);
      l += 4;
      continue;
    }
    if (const float* line = lines[l])
      for (std::size_t i = 0; i < run; ++i) out[i * width + l] = line[i];
    else
      for (std::size_t i = 0; i < run; ++i) out[i * width + l] = 0;
    ++l;
  }
  if (count < width)
    for (std::size_t i = 0; i < run; ++i) std::fill(out + i * width + count, out + (i + 1) * width, 0.0F);
}

void copyRuns(const float* from, std::size_t fromStep, float* to, std::size_t toStep, std::size_t count,
              std::size_t run) {
  std::size_t at = 0;
  for (; at + 4 <= run; at += 4)
    for (std::size_t i = 0; i < count; ++i)
      *reinterpret_cast<UnalignedVec4*>(to + i * toStep + at) =
          *reinterpret_cast<const UnalignedVec4*>(from + i * fromStep + at);
  for (; at < run; ++at)
    for (std::size_t i = 0; i < count; ++i) to[i * toStep + at] = from[i * fromStep + at];
}

void ContiguousLines::pack(std::size_t first, std::size_t count, std::size_t k, std::size_t depth,
                           std::size_t width, float* out) const {
  const float* lines[maxWidth];
  for (std::size_t l = 0; l < count; ++l) lines[l] = data_ + (first + l) * stride_ + k;
  packLines(lines, count, depth, width, out);
}

void InterleavedLines::pack(std::size_t first, std::size_t count, std::size_t k, std::size_t depth,
                            std::size_t width, float* out) const {
  for (std::size_t i = 0; i < depth; ++i, out += width) {
    std::memcpy(out, data_ + (k + i) * stride_ + first, count * sizeof(float));
    std::fill(out + count, out + width, 0.0F);
  }
}

}  // namespace ser::tfjs::SER_SIMD
