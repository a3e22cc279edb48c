#pragma once

#include <cstddef>

#include "cpu/simd/vec.h"

/// Where a matrix product takes its numbers from. Rows of A and columns of B are both called lines; a panel
/// holds a few lines side by side, as the microkernel reads them: for each step along the product's depth, a
/// number of each line.
namespace ser::tfjs::SER_SIMD {

class PanelSource {
 public:
  virtual ~PanelSource() = default;

  /// Writes lines first … first + count - 1 from step `k` on: `depth` groups of `width` numbers (width ≥
  /// count), zeros where there is no line.
  virtual void pack(std::size_t first, std::size_t count, std::size_t k, std::size_t depth, std::size_t width,
                    float* out) const = 0;

  /// If neighbouring lines are neighbours in memory: the address of line 0, step 0, and how far apart the
  /// steps are.
  struct Direct {
    const float* data;
    std::size_t stride;
  };
  virtual Direct direct() const { return {nullptr, 0}; }
};

/// Writes `run` groups of `width` numbers: step i of the `count` lines, zeros for lines that are null.
void packLines(const float* const* lines, std::size_t count, std::size_t run, std::size_t width, float* out);

/// Copies `count` runs of `run` numbers, from every `fromStep`th to every `toStep`th number.
void copyRuns(const float* from, std::size_t fromStep, float* to, std::size_t toStep, std::size_t count,
              std::size_t run);

/// Lines that are contiguous in memory, `stride` apart.
class ContiguousLines final : public PanelSource {
 public:
  ContiguousLines(const float* data, std::size_t stride) : data_(data), stride_(stride) {}
  void pack(std::size_t first, std::size_t count, std::size_t k, std::size_t depth, std::size_t width,
            float* out) const override;

 private:
  const float* data_;
  std::size_t stride_;
};

/// Lines side by side: the steps are `stride` apart.
class InterleavedLines final : public PanelSource {
 public:
  InterleavedLines(const float* data, std::size_t stride) : data_(data), stride_(stride) {}
  void pack(std::size_t first, std::size_t count, std::size_t k, std::size_t depth, std::size_t width,
            float* out) const override;
  Direct direct() const override { return {data_, stride_}; }

 private:
  const float* data_;
  std::size_t stride_;
};

}  // namespace ser::tfjs::SER_SIMD
