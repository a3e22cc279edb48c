#include "cpu/simd/gemm.h"
#include "cpu/simd/kernels.h"
#include "cpu/simd/patches.h"

namespace ser::tfjs::SER_SIMD {
namespace {

struct Convolution {
  std::size_t images, in, out, taps, inputPixels, outputPixels;
  Window window;
};

/// Checks that x [n, h, w, in], filter [fh, fw, in, out] and y [n, h', w', out] belong together.
Convolution convolutionOf(const Call& call, const Operand& x, const Operand& filter, const Operand& y, std::size_t params) {
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

}  // namespace

/// x [n, h, w, in], filter [fh, fw, in, out], maybe bias [out] → y [n, h', w', out]. Params: the window (see windowOf),
/// activation, alpha.
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
  const Patches patches = Patches::ofInput(x.as<const float>(), c.window, c.in);
  const PatchSteps a(patches);
  const InterleavedLines b(dy.as<const float>(), c.out);
  multiply(cpu, {c.taps * c.in, c.out, c.outputPixels, a, b, filter.as<float>()});
}

}  // namespace ser::tfjs::SER_SIMD
