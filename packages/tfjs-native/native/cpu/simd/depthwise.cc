#include <algorithm>
#include <vector>

#include "cpu/simd/activation.h"
#include "cpu/simd/kernels.h"
#include "cpu/simd/window.h"

/// Depthwise convolution: each channel has `mul` filters of its own. Pixel by pixel, with all channels of a
/// tap at once.
namespace ser::tfjs::SER_SIMD {
namespace {

struct Depthwise {
  std::size_t channels, mul;
  Window window;

  std::size_t inputAt(std::size_t image, std::int64_t y, std::int64_t x) const {
    return window.inputPixel(image, y, x) * channels;
  }
  std::size_t outputAt(std::size_t image, std::int64_t y, std::int64_t x) const {
    return window.outputPixel(image, y, x) * channels * mul;
  }
  std::size_t filterAt(std::int64_t tapY, std::int64_t tapX) const {
    return static_cast<std::size_t>(tapY * window.x.size + tapX) * channels * mul;
  }
  /// Nanoseconds for an image's row of `positions`.
  double rowCost(std::size_t positions) const {
    return 0.1 * static_cast<double>(window.y.size * window.x.size) *
               static_cast<double>(channels * mul * positions) +
           5;
  }
};

Depthwise depthwiseOf(const Call& call, const Operand& x, const Operand& filter, const Operand& y) {
  const Window window = windowOf(call, 0, x.shape[1], x.shape[2], y.shape[1], y.shape[2]);
  Call::require(filter.shape[0] == static_cast<std::size_t>(window.y.size) &&
                    filter.shape[1] == static_cast<std::size_t>(window.x.size),
                "the filter doesn't fit its size");
  Call::require(filter.shape[2] == x.shape[3], "the filter's depth is not the image's");
  Call::require(y.shape[3] == x.shape[3] * filter.shape[3] && x.shape[0] == y.shape[0],
                "the output doesn't fit the inputs");
  return {x.shape[3], filter.shape[3], window};
}

/// y[c, q] += x[c] · f[c, q]
void addProducts(const float* x, const float* f, float* y, std::size_t channels, std::size_t mul) {
  if (mul == 1) {
    for (std::size_t c = 0; c < channels; ++c) y[c] += x[c] * f[c];
    return;
  }
  for (std::size_t c = 0; c < channels; ++c)
    for (std::size_t q = 0; q < mul; ++q) y[c * mul + q] += x[c] * f[c * mul + q];
}

}  // namespace

/// x [n, h, w, c], filter [fh, fw, c, mul], maybe bias [c · mul] → y [n, h', w', c · mul]. Params: window,
/// activation, alpha.
void depthwiseConv2d(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0, DType::float32, 4);
  const Operand& filter = call.input(1, DType::float32, 4);
  const Operand& y = call.output(0, DType::float32, 4);
  const Depthwise d = depthwiseOf(call, x, filter, y);
  Finish finish{nullptr, activationOf(call, 8), static_cast<float>(call.number(9))};
  const std::size_t depth = d.channels * d.mul;
  if (call.inputs.size() > 2) {
    const Operand& bias = call.input(2, DType::float32, 1);
    Call::require(bias.size() == depth, "the bias doesn't fit");
    finish.bias = bias.as<const float>();
  }
  if (y.size() == 0) return;
  const std::size_t height = y.shape[1];
  cpu.parallel(y.shape[0] * height, d.rowCost(y.shape[2]), [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      const std::size_t image = row / height;
      const auto at = static_cast<std::int64_t>(row % height);
      const Slide::Taps tapsY = d.window.y.inside(at);
      for (std::int64_t column = 0; column < d.window.x.output; ++column) {
        float* to = y.as<float>() + d.outputAt(image, at, column);
        std::fill(to, to + depth, 0.0F);
        const Slide::Taps tapsX = d.window.x.inside(column);
        for (std::int64_t i = tapsY.begin; i < tapsY.end; ++i)
          for (std::int64_t j = tapsX.begin; j < tapsX.end; ++j)
            addProducts(x.as<const float>() +
                            d.inputAt(image, d.window.y.position(at, i), d.window.x.position(column, j)),
                        filter.as<const float>() + d.filterAt(i, j), to, d.channels, d.mul);
        if (finish.any()) finishRow(finish, to, 0, depth);
      }
    }
  });
}

/// dy [n, h', w', c · mul], filter [fh, fw, c, mul] → dx [n, h, w, c]. Params: window.
void depthwiseBackpropInput(const Cpu& cpu, const Call& call) {
  const Operand& dy = call.input(0, DType::float32, 4);
  const Operand& filter = call.input(1, DType::float32, 4);
  const Operand& dx = call.output(0, DType::float32, 4);
  const Depthwise d = depthwiseOf(call, dx, filter, dy);
  if (dx.size() == 0) return;
  const std::size_t height = dx.shape[1];
  const Slide slideY = d.window.y, slideX = d.window.x;
  cpu.parallel(dx.shape[0] * height, d.rowCost(dx.shape[2]), [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      const std::size_t image = row / height;
      const auto y = static_cast<std::int64_t>(row % height);
      for (std::int64_t x = 0; x < slideX.input; ++x) {
        float* to = dx.as<float>() + d.inputAt(image, y, x);
        std::fill(to, to + d.channels, 0.0F);
        for (std::int64_t i = 0; i < slideY.size; ++i) {
          const std::int64_t fromY = y + slideY.before - i * slideY.dilation;
          if (fromY < 0 || fromY % slideY.stride != 0 || fromY / slideY.stride >= slideY.output) continue;
          for (std::int64_t j = 0; j < slideX.size; ++j) {
            const std::int64_t fromX = x + slideX.before - j * slideX.dilation;
            if (fromX < 0 || fromX % slideX.stride != 0 || fromX / slideX.stride >= slideX.output) continue;
            const float* from =
                dy.as<const float>() + d.outputAt(image, fromY / slideY.stride, fromX / slideX.stride);
            const float* f = filter.as<const float>() + d.filterAt(i, j);
            if (d.mul == 1) {
              for (std::size_t c = 0; c < d.channels; ++c) to[c] += from[c] * f[c];
            } else {
              for (std::size_t c = 0; c < d.channels; ++c)
                for (std::size_t q = 0; q < d.mul; ++q) to[c] += from[c * d.mul + q] * f[c * d.mul + q];
            }
          }
        }
      }
    }
  });
}

/// x [n, h, w, c], dy [n, h', w', c · mul] → dfilter [fh, fw, c, mul]. Params: window.
void depthwiseBackpropFilter(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0, DType::float32, 4);
  const Operand& dy = call.input(1, DType::float32, 4);
  const Operand& filter = call.output(0, DType::float32, 4);
  const Depthwise d = depthwiseOf(call, x, filter, dy);
  const std::size_t size = filter.size(), images = dy.shape[0];
  if (size == 0) return;
  // A sum for each of a few groups of images, then the sum of those, in order: the same for any number of
  // threads.
  const std::size_t groups = std::clamp<std::size_t>(images, 1, 16);
  const Scratch sums(cpu.memory, groups * size);
  cpu.threads.forEach(groups, [&] {
    return [&](std::size_t group) {
      float* sum = sums.data() + group * size;
      std::fill(sum, sum + size, 0.0F);
      for (std::size_t image = images * group / groups; image < images * (group + 1) / groups; ++image)
        for (std::int64_t at = 0; at < d.window.y.output; ++at) {
          const Slide::Taps tapsY = d.window.y.inside(at);
          for (std::int64_t column = 0; column < d.window.x.output; ++column) {
            const float* from = dy.as<const float>() + d.outputAt(image, at, column);
            const Slide::Taps tapsX = d.window.x.inside(column);
            for (std::int64_t i = tapsY.begin; i < tapsY.end; ++i)
              for (std::int64_t j = tapsX.begin; j < tapsX.end; ++j)
                addProducts(x.as<const float>() +
                                d.inputAt(image, d.window.y.position(at, i), d.window.x.position(column, j)),
                            from, sum + d.filterAt(i, j), d.channels, d.mul);
          }
        }
    };
  });
  float* out = filter.as<float>();
  std::copy(sums.data(), sums.data() + size, out);
  for (std::size_t group = 1; group < groups; ++group)
    for (std::size_t i = 0; i < size; ++i) out[i] += sums.data()[group * size + i];
}

}  // namespace ser::tfjs::SER_SIMD
