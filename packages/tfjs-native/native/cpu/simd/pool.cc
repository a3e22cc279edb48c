#include <algorithm>
#include <limits>

#include "cpu/simd/kernels.h"
#include "cpu/simd/window.h"
#include "ser/vectorise.h"

/// Pooling of images [n, h, w, c] → [n, h', w', c], a pixel of all channels at a time. Params: the window.
namespace ser::tfjs::SER_SIMD {
namespace {

struct Pool {
  std::size_t channels;
  Window window;

  std::size_t inputAt(std::size_t image, std::int64_t y, std::int64_t x) const {
    return window.inputPixel(image, y, x) * channels;
  }
  std::size_t outputAt(std::size_t image, std::int64_t y, std::int64_t x) const {
    return window.outputPixel(image, y, x) * channels;
  }
};

Pool poolOf(const Call& call, const Operand& x, const Operand& y) {
  Call::require(x.shape[0] == y.shape[0] && x.shape[3] == y.shape[3], "the output doesn't fit the input");
  return {x.shape[3], windowOf(call, 0, x.shape[1], x.shape[2], y.shape[1], y.shape[2])};
}

/// Calls body(image, y, x) for each output pixel.
template <class Body>
void forEachPixel(const Cpu& cpu, const Pool& pool, const Operand& y, Body&& body) {
  const std::size_t height = y.shape[1];
  const double taps = static_cast<double>(pool.window.y.size * pool.window.x.size);
  const double cost = (0.1 * static_cast<double>(pool.channels) + 1) * taps * static_cast<double>(y.shape[2]);
  cpu.parallel(y.shape[0] * height, cost, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row)
      for (std::int64_t x = 0; x < pool.window.x.output; ++x)
        body(row / height, static_cast<std::int64_t>(row % height), x);
  });
}

/// Channels that one task of a gradient handles: windows overlap, so tasks share neither an image nor a
/// channel.
constexpr std::size_t channelBlock = 32;

template <class Body>
void forEachImageAndBlock(const Cpu& cpu, const Pool& pool, std::size_t images, Body&& body) {
  const std::size_t blocks = (pool.channels + channelBlock - 1) / channelBlock;
  const double cost =
      0.3 * static_cast<double>(pool.window.y.output * pool.window.x.output * pool.window.y.size *
                                pool.window.x.size * static_cast<std::int64_t>(channelBlock));
  cpu.parallel(images * blocks, cost, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t channel = i % blocks * channelBlock;
      body(i / blocks, channel, std::min(channelBlock, pool.channels - channel));
    }
  });
}

void clear(const Pool& pool, float* dx, std::size_t image, std::size_t channel, std::size_t channels) {
  for (std::int64_t y = 0; y < pool.window.y.input; ++y)
    for (std::int64_t x = 0; x < pool.window.x.input; ++x) {
      float* to = dx + pool.inputAt(image, y, x) + channel;
      std::fill(to, to + channels, 0.0F);
    }
}

}  // namespace

void maxPool(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0, DType::float32, 4);
  const Operand& y = call.output(0, DType::float32, 4);
  const Pool pool = poolOf(call, x, y);
  if (y.size() == 0) return;
  forEachPixel(cpu, pool, y, [&](std::size_t image, std::int64_t row, std::int64_t column) {
    float* to = y.as<float>() + pool.outputAt(image, row, column);
    std::fill(to, to + pool.channels, -std::numeric_limits<float>::infinity());
    const Slide::Taps tapsY = pool.window.y.inside(row), tapsX = pool.window.x.inside(column);
    for (std::int64_t i = tapsY.begin; i < tapsY.end; ++i)
      for (std::int64_t j = tapsX.begin; j < tapsX.end; ++j) {
        const float* from = x.as<const float>() + pool.inputAt(image, pool.window.y.position(row, i),
                                                               pool.window.x.position(column, j));
        for (std::size_t c = 0; c < pool.channels; ++c) to[c] = from[c] > to[c] ? from[c] : to[c];
      }
  });
}

void avgPool(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0, DType::float32, 4);
  const Operand& y = call.output(0, DType::float32, 4);
  const Pool pool = poolOf(call, x, y);
  if (y.size() == 0) return;
  forEachPixel(cpu, pool, y, [&](std::size_t image, std::int64_t row, std::int64_t column) {
    float* to = y.as<float>() + pool.outputAt(image, row, column);
    std::fill(to, to + pool.channels, 0.0F);
    const Slide::Taps tapsY = pool.window.y.inside(row), tapsX = pool.window.x.inside(column);
    for (std::int64_t i = tapsY.begin; i < tapsY.end; ++i)
      for (std::int64_t j = tapsX.begin; j < tapsX.end; ++j) {
        const float* from = x.as<const float>() + pool.inputAt(image, pool.window.y.position(row, i),
                                                               pool.window.x.position(column, j));
        for (std::size_t c = 0; c < pool.channels; ++c) to[c] += from[c];
      }
    // Padding doesn't count.
    const auto count = static_cast<float>(std::max<std::int64_t>(tapsY.end - tapsY.begin, 0) *
                                          std::max<std::int64_t>(tapsX.end - tapsX.begin, 0));
    for (std::size_t c = 0; c < pool.channels; ++c) to[c] /= count;
  });
}

/// dy [n, h', w', c], x [n, h, w, c] → dx. Each window's gradient goes to the first of its largest values.
void maxPoolGrad(const Cpu& cpu, const Call& call) {
  const Operand& dy = call.input(0, DType::float32, 4);
  const Operand& x = call.input(1, DType::float32, 4);
  const Operand& dx = call.output(0, DType::float32, 4);
  Call::require(x.shape == dx.shape, "the output doesn't fit the input");
  const Pool pool = poolOf(call, x, dy);
  if (dx.size() == 0) return;
  forEachImageAndBlock(
      cpu, pool, x.shape[0], [&](std::size_t image, std::size_t channel, std::size_t channels) {
        clear(pool, dx.as<float>(), image, channel, channels);
        float best[channelBlock];
        std::uint32_t where[channelBlock];  // offset of the winner from the image's start
        const std::size_t start = pool.inputAt(image, 0, 0);
        for (std::int64_t row = 0; row < pool.window.y.output; ++row) {
          const Slide::Taps tapsY = pool.window.y.inside(row);
          for (std::int64_t column = 0; column < pool.window.x.output; ++column) {
            const Slide::Taps tapsX = pool.window.x.inside(column);
            if (tapsY.begin >= tapsY.end || tapsX.begin >= tapsX.end) continue;
            const auto offset = [&](std::int64_t i, std::int64_t j) {
              return static_cast<std::uint32_t>(
                  pool.inputAt(0, pool.window.y.position(row, i), pool.window.x.position(column, j)));
            };
            std::fill(best, best + channels, -std::numeric_limits<float>::infinity());
            // A window of nothing but NaN and -∞ has no largest value, and gives its gradient to none.
            std::fill(where, where + channels, std::numeric_limits<std::uint32_t>::max());
            for (std::int64_t i = tapsY.begin; i < tapsY.end; ++i)
              for (std::int64_t j = tapsX.begin; j < tapsX.end; ++j) {
                const std::uint32_t at = offset(i, j);
                const float* from = x.as<const float>() + start + at + channel;
                for (std::size_t c = 0; c < channels; ++c) {
                  const bool better = from[c] > best[c];
                  best[c] = better ? from[c] : best[c];
                  where[c] = better ? at : where[c];
                }
              }
            const float* from = dy.as<const float>() + pool.outputAt(image, row, column) + channel;
            // Whole vectors to every tap, most of them zeros: still faster than each value to its own place.
            for (std::int64_t i = tapsY.begin; i < tapsY.end; ++i)
              for (std::int64_t j = tapsX.begin; j < tapsX.end; ++j) {
                const std::uint32_t at = offset(i, j);
                float* to = dx.as<float>() + start + at + channel;
                SER_INDEPENDENT_ITERATIONS
                for (std::size_t c = 0; c < channels; ++c) to[c] += where[c] == at ? from[c] : 0.0F;
              }
          }
        }
      });
}

/// dy [n, h', w', c] → dx [n, h, w, c]: each window's gradient is shared by the whole window, padding
/// included. That is TensorFlow.js's definition, which its tests ask for; its forward pass leaves padding
/// out, so that at padded edges this isn't quite the gradient.
void avgPoolGrad(const Cpu& cpu, const Call& call) {
  const Operand& dy = call.input(0, DType::float32, 4);
  const Operand& dx = call.output(0, DType::float32, 4);
  const Pool pool = poolOf(call, dx, dy);
  if (dx.size() == 0) return;
  const float share = 1.0F / static_cast<float>(pool.window.y.size * pool.window.x.size);
  forEachImageAndBlock(
      cpu, pool, dx.shape[0], [&](std::size_t image, std::size_t channel, std::size_t channels) {
        clear(pool, dx.as<float>(), image, channel, channels);
        for (std::int64_t row = 0; row < pool.window.y.output; ++row) {
          const Slide::Taps tapsY = pool.window.y.inside(row);
          for (std::int64_t column = 0; column < pool.window.x.output; ++column) {
            const Slide::Taps tapsX = pool.window.x.inside(column);
            const float* from = dy.as<const float>() + pool.outputAt(image, row, column) + channel;
            for (std::int64_t i = tapsY.begin; i < tapsY.end; ++i)
              for (std::int64_t j = tapsX.begin; j < tapsX.end; ++j) {
                float* to =
                    dx.as<float>() +
                    pool.inputAt(image, pool.window.y.position(row, i), pool.window.x.position(column, j)) +
                    channel;
                for (std::size_t c = 0; c < channels; ++c) to[c] += from[c] * share;
              }
          }
        }
      });
}

}  // namespace ser::tfjs::SER_SIMD
