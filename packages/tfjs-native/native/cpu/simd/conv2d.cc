#include <algorithm>

#include "cpu/simd/direct.h"
#include "cpu/simd/gemm.h"
#include "cpu/simd/kernels.h"
#include "cpu/simd/patches.h"
#include "cpu/simd/winograd.h"

namespace ser::tfjs::SER_SIMD {
namespace {

struct Convolution {
  std::size_t images, in, out, taps, inputPixels, outputPixels;
  Window window;
};

/// Checks that x [n, h, w, in], filter [fh, fw, in, out] and y [n, h', w', out] belong together.
Convolution convolutionOf(const Call& call, const Operand& x, const Operand& filter, const Operand& y,
                          std::size_t params) {
  const Window window = windowOf(call, params, x.shape[1], x.shape[2], y.shape[1], y.shape[2]);
  Call::require(filter.shape[0] == static_cast<std::size_t>(window.y.size) &&
                    filter.shape[1] == static_cast<std::size_t>(window.x.size),
                "the filter doesn't fit its size");
  Call::require(filter.shape[2] == x.shape[3], "the filter's input depth is not the image's");
  Call::require(filter.shape[3] == y.shape[3], "the filter's output depth is not the result's");
  Call::require(x.shape[0] == y.shape[0], "the batches differ");
  return {x.shape[0],
          x.shape[3],
          y.shape[3],
          filter.shape[0] * filter.shape[1],
          x.shape[0] * x.shape[1] * x.shape[2],
          y.shape[0] * y.shape[1] * y.shape[2],
          window};
}

/// Whether the window's rows are contiguous; others are rare.
bool isDirect(const Convolution& c) { return c.window.y.dilation == 1 && c.window.x.dilation == 1; }

DirectAxis forwardAxis(const Slide& slide) {
  return {-slide.before, static_cast<std::size_t>(slide.stride), static_cast<std::size_t>(slide.size),
          static_cast<std::size_t>(slide.output), static_cast<std::size_t>(slide.input)};
}

DirectImages forwardImages(const Convolution& c, const float* x) {
  return {x, c.images, c.in, forwardAxis(c.window.y), forwardAxis(c.window.x)};
}

/// Of the gradient of the input, on one axis: pixels phase, phase + stride, …, which the same taps of the
/// filter reached.
struct Phase {
  DirectAxis axis;       // over the output's pixels, whose order the taps turn round
  std::size_t firstTap;  // taps are firstTap, firstTap + stride, …
};

Phase phaseOf(const Slide& slide, std::int64_t phase) {
  const std::int64_t shifted = phase + slide.before;
  const std::int64_t first = ((shifted % slide.stride) + slide.stride) % slide.stride;
  const std::int64_t taps = first < slide.size ? (slide.size - first - 1) / slide.stride + 1 : 0;
  const std::int64_t positions = phase < slide.input ? (slide.input - phase - 1) / slide.stride + 1 : 0;
  return {{(shifted - first) / slide.stride - (taps - 1), 1, static_cast<std::size_t>(taps),
           static_cast<std::size_t>(positions), static_cast<std::size_t>(slide.output)},
          static_cast<std::size_t>(first)};
}

/// Sums of so few products end in writing most of the time, which tall tiles do at less cost than wide ones.
constexpr std::size_t shallow = 12;

void forwardDirect(const Cpu& cpu, const Convolution& c, const float* x, const float* filter, float* y,
                   const Finish& finish) {
  const std::size_t depth = c.taps * c.in;
  const DirectImages images = forwardImages(c, x);
  if (suitsWinograd(images, c.out)) {
    const auto in = static_cast<std::ptrdiff_t>(c.in), out = static_cast<std::ptrdiff_t>(c.out);
    return convolveWinograd(cpu, images, {filter, 3 * in * out, in * out, out, 1}, c.out, y, finish);
  }
  const Scratch packed(cpu.memory, depth * (c.out + lanes));
  const InterleavedLines lines(filter, c.out);
  const std::size_t panel = depth < shallow ? directColumns(c.out, 2) : directColumns(c.out);
  for (std::size_t column = 0; column < c.out; column += panel) {
    const std::size_t wide = std::min(panel, c.out - column);
    lines.pack(column, wide, 0, depth, directWidth(wide), packed.data() + column * depth);
  }
  const std::size_t row = images.x.positions * c.out;
  convolveDirect(cpu, {{images, packed.data(), panel, {y, images.y.positions * row, row, c.out}}}, c.out,
                 finish);
}

void inputGradientDirect(const Cpu& cpu, const Convolution& c, const float* dy, const float* filter,
                         float* dx) {
  const Slide &ys = c.window.y, &xs = c.window.x;
  if (ys.stride == 1 && xs.stride == 1) {
    const DirectImages images{dy, c.images, c.out, phaseOf(ys, 0).axis, phaseOf(xs, 0).axis};
    if (suitsWinograd(images, c.in)) {
      const auto in = static_cast<std::ptrdiff_t>(c.in), out = static_cast<std::ptrdiff_t>(c.out);
      const float* const lastTap = filter + 8 * in * out;
      return convolveWinograd(cpu, images, {lastTap, -3 * in * out, -in * out, 1, out}, c.in, dx, {});
    }
  }
  const Scratch packed(cpu.memory, c.taps * c.out * (c.in + lanes));
  const std::size_t row = static_cast<std::size_t>(xs.input) * c.in, panel = directColumns(c.in);
  std::vector<DirectConvolution> phases;
  float* to = packed.data();
  for (std::int64_t py = 0; py < std::min(ys.stride, ys.input); ++py)
    for (std::int64_t px = 0; px < std::min(xs.stride, xs.input); ++px) {
      const Phase y = phaseOf(ys, py), x = phaseOf(xs, px);
      const float* const packedFilter = to;
      for (std::size_t column = 0; column < c.in; column += panel) {
        const std::size_t wide = std::min(panel, c.in - column), width = directWidth(wide);
        for (std::size_t i = y.axis.taps; i-- > 0;)
          for (std::size_t j = x.axis.taps; j-- > 0; to += c.out * width) {
            const std::size_t tap =
                (y.firstTap + i * static_cast<std::size_t>(ys.stride)) * static_cast<std::size_t>(xs.size) +
                x.firstTap + j * static_cast<std::size_t>(xs.stride);
            ContiguousLines(filter + tap * c.in * c.out, c.out).pack(column, wide, 0, c.out, width, to);
          }
      }
      const DirectTarget target{dx + static_cast<std::size_t>(py) * row + static_cast<std::size_t>(px) * c.in,
                                static_cast<std::size_t>(ys.input) * row,
                                static_cast<std::size_t>(ys.stride) * row,
                                static_cast<std::size_t>(xs.stride) * c.in};
      phases.push_back({{dy, c.images, c.out, y.axis, x.axis}, packedFilter, panel, target});
    }
  convolveDirect(cpu, phases, c.in, {});
}

}  // namespace

/// x [n, h, w, in], filter [fh, fw, in, out], maybe bias [out] → y [n, h', w', out]. Params: the window (see
/// windowOf), activation, alpha.
void conv2d(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0, DType::float32, 4);
  const Operand& filter = call.input(1, DType::float32, 4);
  const Operand& y = call.output(0, DType::float32, 4);
  const Convolution c = convolutionOf(call, x, filter, y, 0);
  Finish finish{nullptr, activationOf(call, 8), static_cast<float>(call.number(9))};
  if (call.inputs.size() > 2) {
    const Operand& bias = call.input(2, DType::float32, 1);
    Call::require(bias.size() == c.out, "the bias doesn't fit");
    finish.bias = bias.as<const float>();
  }
  if (y.size() == 0) return;
  if (isDirect(c))
    return forwardDirect(cpu, c, x.as<const float>(), filter.as<const float>(), y.as<float>(), finish);
  const Patches patches = Patches::ofInput(x.as<const float>(), c.window, c.in);
  const PatchLines a(patches);
  const InterleavedLines b(filter.as<const float>(), c.out);
  multiply(cpu, {c.outputPixels, c.out, c.taps * c.in, a, b, y.as<float>(), finish});
}

/// dy [n, h', w', out], filter [fh, fw, in, out] → dx [n, h, w, in]. Params: the window.
void conv2dBackpropInput(const Cpu& cpu, const Call& call) {
  const Operand& dy = call.input(0, DType::float32, 4);
  const Operand& filter = call.input(1, DType::float32, 4);
  const Operand& dx = call.output(0, DType::float32, 4);
  const Convolution c = convolutionOf(call, dx, filter, dy, 0);
  if (dx.size() == 0) return;
  if (isDirect(c) && dy.size())
    return inputGradientDirect(cpu, c, dy.as<const float>(), filter.as<const float>(), dx.as<float>());
  const Patches patches = Patches::ofOutput(dy.as<const float>(), c.window, c.out);
  const PatchLines a(patches);
  const FilterLines b(filter.as<const float>(), c.in, c.out);
  multiply(cpu, {c.inputPixels, c.in, dy.size() ? c.taps * c.out : 0, a, b, dx.as<float>()});
}

/// x [n, h, w, in], dy [n, h', w', out] → dfilter [fh, fw, in, out]. Params: the window.
void conv2dBackpropFilter(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0, DType::float32, 4);
  const Operand& dy = call.input(1, DType::float32, 4);
  const Operand& filter = call.output(0, DType::float32, 4);
  const Convolution c = convolutionOf(call, x, filter, dy, 0);
  if (filter.size() == 0) return;
  if (isDirect(c) && dy.size()) {
    const DirectImages images = forwardImages(c, x.as<const float>());
    if (suitsWinograd(images, c.out))
      return filterGradientWinograd(cpu, images, dy.as<const float>(), c.out, filter.as<float>());
    return filterGradientDirect(cpu, images, dy.as<const float>(), c.out, filter.as<float>());
  }
  const Patches patches = Patches::ofInput(x.as<const float>(), c.window, c.in);
  const PatchSteps a(patches);
  const InterleavedLines b(dy.as<const float>(), c.out);
  multiply(cpu, {c.taps * c.in, c.out, c.outputPixels, a, b, filter.as<float>()});
}

}  // namespace ser::tfjs::SER_SIMD
