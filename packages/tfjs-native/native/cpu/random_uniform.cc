#include <algorithm>
#include <cmath>
#include <cstdint>

#include "cpu/data_kernels.h"

namespace ser::tfjs {
namespace {

struct Block {
  std::uint32_t word[4];
};

/// Philox-4x32-10: four random words from a counter and a key, so that any part of a sequence can be made by
/// any thread (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).
Block philox(std::uint64_t counter, std::uint64_t key) {
  std::uint32_t k0 = static_cast<std::uint32_t>(key), k1 = static_cast<std::uint32_t>(key >> 32);
  Block x{{static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32), 0, 0}};
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53} * x.word[0];
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57} * x.word[2];
    x = {{static_cast<std::uint32_t>(p1 >> 32) ^ x.word[1] ^ k0, static_cast<std::uint32_t>(p1),
          static_cast<std::uint32_t>(p0 >> 32) ^ x.word[3] ^ k1, static_cast<std::uint32_t>(p0)}};
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  return x;
}

}  // namespace

/// y uniform in low … high, high excluded. Params: low, high, seed (an integer of up to 53 bits).
void randomUniform(const Cpu& cpu, const Call& call) {
  const Operand& y = call.output();
  Call::require(y.dtype == DType::float32, "random numbers are of type float32");
  const double low = call.number(0), range = call.number(1) - low;
  const auto seed = static_cast<std::uint64_t>(call.integer(2));
  // Rounding may reach the upper end, which doesn't belong to the range.
  const float most = std::nextafter(static_cast<float>(low + range), static_cast<float>(low));
  float* out = y.as<float>();
  const std::size_t size = y.size();
  cpu.parallel((size + 3) / 4, 8, [=](std::size_t begin, std::size_t end) {
    for (std::size_t block = begin; block < end; ++block) {
      const Block random = philox(block, seed);
      for (std::size_t i = 0; i < 4 && block * 4 + i < size; ++i) {
        const double unit = static_cast<double>(random.word[i] >> 8) * 0x1p-24;
        out[block * 4 + i] = std::min(static_cast<float>(low + unit * range), most);
      }
    }
  });
}

}  // namespace ser::tfjs
