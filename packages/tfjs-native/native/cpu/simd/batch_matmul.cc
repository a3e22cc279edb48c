#include "cpu/simd/gemm.h"
#include "cpu/simd/kernels.h"

namespace ser::tfjs::SER_SIMD {
namespace {

/// A matrix whose lines are its rows, or with `interleaved` its columns.
void withLines(const float* data, std::size_t stride, bool interleaved, auto&& use) {
  if (interleaved)
    use(InterleavedLines(data, stride));
  else
    use(ContiguousLines(data, stride));
}

}  // namespace

/// a [batch a, m, k] or transposed, b [batch b, k, n] or transposed, and maybe bias [n] → [batch, m, n]; a
/// batch of one is used for all. Params: transpose a, transpose b, activation, alpha.
void batchMatMul(const Cpu& cpu, const Call& call) {
  const Operand& a = call.input(0, DType::float32, 3);
  const Operand& b = call.input(1, DType::float32, 3);
  const Operand& c = call.output(0, DType::float32, 3);
  const bool transposeA = call.number(0) != 0, transposeB = call.number(1) != 0;
  Finish finish{nullptr, activationOf(call, 2), static_cast<float>(call.number(3))};
  const std::size_t batch = c.shape[0], m = a.shape[transposeA ? 2 : 1], k = a.shape[transposeA ? 1 : 2];
  const std::size_t n = b.shape[transposeB ? 1 : 2];
  Call::require(b.shape[transposeB ? 2 : 1] == k, "the inner sizes of the matrices differ");
  Call::require((c.shape == Shape{batch, m, n}), "the output doesn't fit the inputs");
  Call::require((a.shape[0] == batch || a.shape[0] == 1) && (b.shape[0] == batch || b.shape[0] == 1),
                "the batches don't fit");
  if (call.inputs.size() > 2) {
    const Operand& bias = call.input(2, DType::float32, 1);
    Call::require(bias.size() == n, "the bias doesn't fit");
    finish.bias = bias.as<const float>();
  }
  if (c.size() == 0) return;

  const auto product = [&](std::size_t i, auto&& run) {
    const float* aData = a.as<const float>() + (a.shape[0] == 1 ? 0 : i * m * k);
    const float* bData = b.as<const float>() + (b.shape[0] == 1 ? 0 : i * k * n);
    withLines(aData, a.shape[2], transposeA, [&](const PanelSource& left) {
      withLines(bData, b.shape[2], !transposeB, [&](const PanelSource& right) {
        run(Gemm{m, n, k, left, right, c.as<float>() + i * m * n, finish});
      });
    });
  };
  if (batch < cpu.threads.size() * 4) {
    for (std::size_t i = 0; i < batch; ++i) product(i, [&](const Gemm& gemm) { multiply(cpu, gemm); });
    return;
  }
  cpu.parallel(batch, 0.05 * static_cast<double>(m * n * k) + 500, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) product(i, [&](const Gemm& gemm) { multiplyHere(cpu, gemm); });
  });
}

}  // namespace ser::tfjs::SER_SIMD
