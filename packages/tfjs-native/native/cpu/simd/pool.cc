#include <algorithm>
#include <limits>

#include "cpu/simd/kernels.h"
#include "cpu/simd/vec.h"
#include "cpu/simd/window.h"

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

/// Channels that are handled together.
constexpr std::size_t channelBlock = 32;

/// A part of an image's channels in all its pixels. Windows overlap, so tasks of a gradient share neither an
/// image nor a channel.
struct Part {
  std::size_t image;
  std::size_t begin, end;  // channels
};

/// Calls body(part) for parts that are as wide as there is work for all threads: pixels are in memory one
/// after the other, and with all their channels they are read in order.
template <class Body>
void forEachPart(const Cpu& cpu, const Pool& pool, std::size_t images, Body&& body) {
  const std::size_t blocks = (pool.channels + channelBlock - 1) / channelBlock;
  const double cost =
      0.3 * static_cast<double>(pool.window.y.output * pool.window.x.output * pool.window.y.size *
                                pool.window.x.size * static_cast<std::int64_t>(channelBlock));
  cpu.parallel(images * blocks, cost, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end;) {
      const std::size_t image = i / blocks, next = std::min(end, (image + 1) * blocks);
      const auto channel = [&](std::size_t block) {
        return std::min((block - image * blocks) * channelBlock, pool.channels);
      };
      body(Part{image, channel(i), channel(next)});
      i = next;
    }
  });
}

/// Sets a part of the input's gradient to zero, rows just before windows reach them, so that they are in the
/// caches then.
class Clearing {
 public:
  Clearing(const Pool& pool, float* dx, Part part) : pool_(pool), dx_(dx), part_(part) {}

  /// The rows under the window's row.
  void reach(std::int64_t row) {
    const Slide& slide = pool_.window.y;
    clearTo(std::min(slide.position(row, slide.size - 1) + 1, slide.input));
  }
  void finish() { clearTo(pool_.window.y.input); }

 private:
  void clearTo(std::int64_t end) {
    for (; row_ < end; ++row_)
      for (std::int64_t x = 0; x < pool_.window.x.input; ++x) {
        float* const pixel = dx_ + pool_.inputAt(part_.image, row_, x);
        std::fill(pixel + part_.begin, pixel + part_.end, 0.0F);
      }
  }

  const Pool& pool_;
  float* dx_;
  Part part_;
  std::int64_t row_ = 0;
};

/// The taps of a window that are inside the image.
struct Taps {
  std::int64_t rows, columns;
  std::size_t rowStep, columnStep;  // from tap to tap
};

/// Adds a window's gradient to the first of its largest values, in `count` channels. x and dx at the first
/// tap.
template <std::size_t count>
void giveToLargest(const Taps& taps, const float* x, const float* dy, float* dx) {
  using Numbers = ser::SER_SIMD::Vec<std::int32_t, count>;
  auto largest = ser::SER_SIMD::Vec<float, count>{} - std::numeric_limits<float>::infinity();
  // A window of nothing but NaN and -∞ has no largest value, and gives its gradient to none.
  Numbers winner = Numbers{} - 1, tap{};
  for (std::int64_t i = 0; i < taps.rows; ++i)
    for (std::int64_t j = 0; j < taps.columns; ++j, tap += 1) {
      const auto value = loadSome<count>(x + static_cast<std::size_t>(i) * taps.rowStep +
                                         static_cast<std::size_t>(j) * taps.columnStep);
      const auto better = value > largest;
      largest = better ? value : largest;
      winner = better ? tap : winner;
    }
  // To every tap, most of them zeros: still faster than each value to its own place.
  const auto gradient = loadSome<count>(dy);
  const ser::SER_SIMD::Vec<float, count> zero{};
  tap = Numbers{};
  for (std::int64_t i = 0; i < taps.rows; ++i)
    for (std::int64_t j = 0; j < taps.columns; ++j, tap += 1) {
      float* const to =
          dx + static_cast<std::size_t>(i) * taps.rowStep + static_cast<std::size_t>(j) * taps.columnStep;
      store(to, loadSome<count>(to) + (winner == tap ? gradient : zero));
    }
}

/// Calls body<count>(channel) for the channels from `begin` on, in whole vectors, then in smaller and smaller
/// ones.
template <std::size_t count = lanes, class Body>
void inVectors(std::size_t begin, std::size_t end, Body&& body) {
  for (; begin + count <= end; begin += count) body.template operator()<count>(begin);
  if constexpr (count > 1) inVectors<count / 2>(begin, end, body);
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
  const std::size_t columnStep = static_cast<std::size_t>(pool.window.x.dilation) * pool.channels;
  const std::size_t rowStep =
      static_cast<std::size_t>(pool.window.y.dilation * pool.window.x.input) * pool.channels;
  forEachPart(cpu, pool, x.shape[0], [&](const Part& part) {
    Clearing clearing(pool, dx.as<float>(), part);
    for (std::int64_t row = 0; row < pool.window.y.output; ++row) {
      clearing.reach(row);
      const Slide::Taps tapsY = pool.window.y.inside(row);
      for (std::int64_t column = 0; column < pool.window.x.output; ++column) {
        const Slide::Taps tapsX = pool.window.x.inside(column);
        if (tapsY.begin >= tapsY.end || tapsX.begin >= tapsX.end) continue;
        const Taps taps{tapsY.end - tapsY.begin, tapsX.end - tapsX.begin, rowStep, columnStep};
        const std::size_t first = pool.inputAt(part.image, pool.window.y.position(row, tapsY.begin),
                                               pool.window.x.position(column, tapsX.begin));
        const float* from = dy.as<const float>() + pool.outputAt(part.image, row, column);
        inVectors(part.begin, part.end, [&]<std::size_t count>(std::size_t channel) {
          giveToLargest<count>(taps, x.as<const float>() + first + channel, from + channel,
                               dx.as<float>() + first + channel);
        });
      }
    }
    clearing.finish();
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
  forEachPart(cpu, pool, dx.shape[0], [&](const Part& part) {
    Clearing clearing(pool, dx.as<float>(), part);
    for (std::int64_t row = 0; row < pool.window.y.output; ++row) {
      clearing.reach(row);
      const Slide::Taps tapsY = pool.window.y.inside(row);
      for (std::int64_t column = 0; column < pool.window.x.output; ++column) {
        const Slide::Taps tapsX = pool.window.x.inside(column);
        const float* from = dy.as<const float>() + pool.outputAt(part.image, row, column);
        for (std::int64_t i = tapsY.begin; i < tapsY.end; ++i)
          for (std::int64_t j = tapsX.begin; j < tapsX.end; ++j) {
            float* to = dx.as<float>() + pool.inputAt(part.image, pool.window.y.position(row, i),
                                                      pool.window.x.position(column, j));
            for (std::size_t c = part.begin; c < part.end; ++c) to[c] += from[c] * share;
          }
      }
    }
    clearing.finish();
  });
}

}  // namespace ser::tfjs::SER_SIMD
