#include <algorithm>

#include "cpu/simd/filter_blocks.h"
#include "cpu/simd/filter_panels.h"
#include "cpu/simd/filter_streams.h"
#include "cpu/simd/filter_taps.h"

namespace ser::tfjs::SER_SIMD {
namespace {

/// Adds up what tasks have each summed on their own.
template <class Gradient>
void sumInParts(const Cpu& cpu, const Gradient& gradient, const DirectImages& images, std::size_t columns,
                float* filter) {
  const std::size_t size = gradient.lines() * columns;
  // Tasks have some of the positions and a share of the lines. How many is decided by sizes alone, as it
  // decides the sums.
  constexpr std::size_t tasks = 16, leastPositions = 1024, mostSums = std::size_t{1} << 22;
  const std::size_t positions = images.count * images.y.positions * images.x.positions;
  const std::size_t parts = std::clamp<std::size_t>(
      std::min({mostSums / size, gradient.blocks(), positions / leastPositions}), 1, tasks);
  const std::size_t groups =
      std::clamp<std::size_t>(gradient.shares() / Gradient::leastShare, 1, divideUp(tasks, parts));
  const Scratch sums(cpu.memory, parts * size);
  cpu.threads.forEach(parts * groups, [&] {
    return [&, scratch = Scratch(cpu.memory, gradient.scratchFloats())](std::size_t task) {
      const std::size_t part = task / groups, group = task % groups;
      const std::size_t begin = gradient.blocks() * part / parts,
                        end = gradient.blocks() * (part + 1) / parts;
      const std::size_t first = gradient.shares() * group / groups,
                        last = gradient.shares() * (group + 1) / groups;
      gradient.sumBlocks(begin, end, first, last, scratch.data(), sums.data() + part * size);
    };
  });
  cpu.parallel(size, 0.1 * static_cast<double>(parts), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      float sum = sums.data()[i];
      for (std::size_t part = 1; part < parts; ++part) sum += sums.data()[part * size + i];
      filter[i] = sum;
    }
  });
}

}  // namespace

void filterGradientDirect(const Cpu& cpu, const DirectImages& images, const float* dy, std::size_t columns,
                          float* filter) {
  if (StreamedGradient::suits(images, columns))
    sumInParts(cpu, StreamedGradient(images, dy, columns), images, columns, filter);
  else if (PanelGradient::suits(images))
    sumInParts(cpu, PanelGradient(images, dy, columns), images, columns, filter);
  else if (TapGradient::suits(images, columns))
    sumInParts(cpu, TapGradient(images, dy, columns), images, columns, filter);
  else
    sumInParts(cpu, BlockGradient(images, dy, columns), images, columns, filter);
}

}  // namespace ser::tfjs::SER_SIMD
