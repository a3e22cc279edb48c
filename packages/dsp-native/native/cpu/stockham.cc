#include "stockham.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "butterflies.h"
#include "ser/vectorise.h"

namespace ser::dsp::SER_SIMD {
namespace {

constexpr std::size_t radices[] = {4, 2, 3, 5};

/// One butterfly: reads `radix` values `inputStep` apart, transforms them and multiplies output r by turn r
/// - 1. Written without loops, since compilers vectorise only the innermost ones, and those are around it.
template <std::size_t radix, std::size_t... r>
inline void step(const double* __restrict re, const double* __restrict im, std::size_t inputStep,
                 const double* __restrict turnRe, const double* __restrict turnIm, std::size_t turnStep,
                 double* __restrict outRe, double* __restrict outIm, std::size_t outputStep,
                 std::index_sequence<0, r...>) {
  double x[radix] = {re[0], re[r * inputStep]...};
  double y[radix] = {im[0], im[r * inputStep]...};
  butterfly(x, y);
  outRe[0] = x[0];
  outIm[0] = y[0];
  const auto turned = [&](std::size_t i, double c, double s) {
    outRe[i * outputStep] = x[i] * c - y[i] * s;
    outIm[i * outputStep] = x[i] * s + y[i] * c;
  };
  (turned(r, turnRe[(r - 1) * turnStep], turnIm[(r - 1) * turnStep]), ...);
}

template <std::size_t radix>
void run(const StockhamFft::Pass& pass, const double* __restrict re, const double* __restrict im,
         double* __restrict outRe, double* __restrict outIm) {
  const std::size_t count = pass.count;
  const std::size_t stride = pass.stride;
  const std::size_t inputStep = count * stride;
  const double* turnRe = pass.turnRe.data();
  const double* turnIm = pass.turnIm.data();
  const auto outputs = std::make_index_sequence<radix>();
  if (stride == 1) {
    SER_INDEPENDENT_ITERATIONS
    for (std::size_t p = 0; p < count; ++p) {
      step<radix>(re + p, im + p, inputStep, turnRe + p, turnIm + p, count, outRe + radix * p,
                  outIm + radix * p, 1, outputs);
    }
    return;
  }
  for (std::size_t p = 0; p < count; ++p) {
    double c[radix - 1];
    double s[radix - 1];
    for (std::size_t r = 0; r + 1 < radix; ++r) {
      c[r] = turnRe[r * count + p];
      s[r] = turnIm[r * count + p];
    }
    const std::size_t in = p * stride;
    const std::size_t out = in * radix;
    SER_INDEPENDENT_ITERATIONS
    for (std::size_t q = 0; q < stride; ++q) {
      step<radix>(re + in + q, im + in + q, inputStep, c, s, 1, outRe + out + q, outIm + out + q, stride,
                  outputs);
    }
  }
}

}  // namespace

bool StockhamFft::canDo(std::size_t size) {
  for (const std::size_t radix : {2, 3, 5}) {
    while (size % radix == 0) size /= radix;
  }
  return size == 1;
}

StockhamFft::StockhamFft(std::size_t size) : size_(size) {
  std::size_t stride = 1;
  for (const std::size_t radix : radices) {
    for (; size % radix == 0; size /= radix, stride *= radix) {
      Pass pass{radix, size / radix, stride, {}, {}};
      for (std::size_t r = 1; r < radix; ++r) {
        for (std::size_t p = 0; p < pass.count; ++p) {
          const double angle = -2 * std::numbers::pi * static_cast<double>(p * r) / static_cast<double>(size);
          pass.turnRe.push_back(std::cos(angle));
          pass.turnIm.push_back(std::sin(angle));
        }
      }
      passes_.push_back(std::move(pass));
    }
  }
}

void StockhamFft::transform(ComplexSpan data, ComplexSpan scratch) const {
  ComplexSpan from = data;
  ComplexSpan to = scratch;
  for (const Pass& pass : passes_) {
    switch (pass.radix) {
      case 2:
        run<2>(pass, from.re, from.im, to.re, to.im);
        break;
      case 3:
        run<3>(pass, from.re, from.im, to.re, to.im);
        break;
      case 4:
        run<4>(pass, from.re, from.im, to.re, to.im);
        break;
      default:
        run<5>(pass, from.re, from.im, to.re, to.im);
        break;
    }
    std::swap(from, to);
  }
  if (from.re != data.re) {
    std::copy_n(from.re, size_, data.re);
    std::copy_n(from.im, size_, data.im);
  }
}

}  // namespace ser::dsp::SER_SIMD
