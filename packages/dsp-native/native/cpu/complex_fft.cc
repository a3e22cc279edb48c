#include "complex_fft.h"

#include "bluestein.h"
#include "stockham.h"

namespace ser::dsp::SER_SIMD {

std::unique_ptr<ComplexFft> makeComplexFft(std::size_t size) {
  if (StockhamFft::canDo(size)) return std::make_unique<StockhamFft>(size);
  return std::make_unique<BluesteinFft>(size);
}

}  // namespace ser::dsp::SER_SIMD
