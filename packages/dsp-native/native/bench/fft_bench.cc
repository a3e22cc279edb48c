// Times the real FFTs that `stft` uses beside FFTW 3 in single precision (FFTW_MEASURE), one thread, in turns on the same
// batch: 2^20 samples, one frame after the other, from memory to memory.
//
//   cmake-js compile --CDSER_BENCH=ON && build/Release/fft_bench [avx512|avx2|baseline]
//
// Prints a JSON object a line for each size from 256 to 4096, with times of one transform in nanoseconds, medians over 21
// rounds, and the median of the ratios within a round:
//
//   {"size":2048,"simd":"avx512","nanoseconds":1200,"fftwNanoseconds":2300,"ratio":1.92,"deviation":2e-7}
//
// `deviation` is the largest difference from FFTW's result, in parts of the largest value. Where FFTW is missing
// (Debian: libfftw3-dev), standard error says so, and those three are null.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <vector>

#include "ser/simd_level.h"
#ifdef SER_HAS_FFTW
#include <fftw3.h>
#endif

namespace ser::dsp {

using Transform = void (*)(std::size_t size, const float* samples, std::size_t count, float* spectra);

namespace baseline {
void transformFrames(std::size_t, const float*, std::size_t, float*);
}
#ifdef SER_HAS_avx2
namespace avx2 {
void transformFrames(std::size_t, const float*, std::size_t, float*);
}
#endif
#ifdef SER_HAS_avx512
namespace avx512 {
void transformFrames(std::size_t, const float*, std::size_t, float*);
}
#endif

namespace {

constexpr std::size_t samplesInBatch = std::size_t{1} << 20;
constexpr std::size_t rounds = 21;

/// Nanoseconds that a call takes.
template <class Call>
double time(const Call& call) {
  const auto start = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

std::vector<float> noise(std::size_t count) {
  std::vector<float> values(count);
  std::uint32_t state = 1;
  for (float& value : values) {
    state = state * 1664525 + 1013904223;
    value = static_cast<float>(state) / 2147483648.0f - 1.0f;
  }
  return values;
}

#ifdef SER_HAS_FFTW
/// FFTW's transforms of one size, on aligned memory of its own.
class Fftw {
 public:
  Fftw(std::size_t size, const std::vector<float>& samples)
      : count_(samples.size() / size),
        input_(fftwf_alloc_real(samples.size())),
        output_(fftwf_alloc_complex(count_ * (size / 2 + 1))) {
    const int n = static_cast<int>(size);
    plan_ = fftwf_plan_many_dft_r2c(1, &n, static_cast<int>(count_), input_, nullptr, 1, n, output_, nullptr, 1,
                                    n / 2 + 1, FFTW_MEASURE);
    std::copy(samples.begin(), samples.end(), input_);
  }
  ~Fftw() {
    fftwf_destroy_plan(plan_);
    fftwf_free(input_);
    fftwf_free(output_);
  }
  Fftw(const Fftw&) = delete;
  Fftw& operator=(const Fftw&) = delete;

  void transform() const { fftwf_execute(plan_); }
  const float* spectra() const { return &output_[0][0]; }

 private:
  std::size_t count_;
  float* input_;
  fftwf_complex* output_;
  fftwf_plan plan_;
};

double deviation(const std::vector<float>& actual, const float* expected) {
  float largest = 0;
  float difference = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    largest = std::max(largest, std::abs(expected[i]));
    difference = std::max(difference, std::abs(actual[i] - expected[i]));
  }
  return static_cast<double>(difference / largest);
}
#endif

void bench(const SimdLevel<Transform>& level, std::size_t size) {
  const std::size_t count = samplesInBatch / size;
  const std::vector<float> samples = noise(samplesInBatch);
  std::vector<float> spectra(count * (size + 2));
  const auto own = [&] { level.code(size, samples.data(), count, spectra.data()); };
  std::vector<double> ownTimes;
  own();
#ifdef SER_HAS_FFTW
  const Fftw fftw(size, samples);
  std::vector<double> fftwTimes;
  std::vector<double> ratios;
  fftw.transform();
  for (std::size_t round = 0; round < rounds; ++round) {
    ownTimes.push_back(time(own));
    fftwTimes.push_back(time([&] { fftw.transform(); }));
    ratios.push_back(fftwTimes.back() / ownTimes.back());
  }
  std::printf(
      "{\"size\":%zu,\"simd\":\"%s\",\"nanoseconds\":%.1f,\"fftwNanoseconds\":%.1f,\"ratio\":%.2f,\"deviation\":%.1e}\n",
      size, level.name, median(ownTimes) / static_cast<double>(count),
      median(fftwTimes) / static_cast<double>(count), median(ratios), deviation(spectra, fftw.spectra()));
#else
  for (std::size_t round = 0; round < rounds; ++round) ownTimes.push_back(time(own));
  std::printf(
      "{\"size\":%zu,\"simd\":\"%s\",\"nanoseconds\":%.1f,\"fftwNanoseconds\":null,\"ratio\":null,\"deviation\":null}\n",
      size, level.name, median(ownTimes) / static_cast<double>(count));
#endif
}

}  // namespace
}  // namespace ser::dsp

int main(int argc, char** argv) {
  using namespace ser::dsp;
  const std::vector<ser::SimdLevel<Transform>> levels = {
#ifdef SER_HAS_avx512
      {"avx512", avx512::transformFrames},
#endif
#ifdef SER_HAS_avx2
      {"avx2", avx2::transformFrames},
#endif
      {"baseline", baseline::transformFrames}};
#ifndef SER_HAS_FFTW
  std::fprintf(stderr, "Timed without a peer: this build has no FFTW (Debian: libfftw3-dev).\n");
#endif
  try {
    const auto level = ser::chooseSimdLevel(levels, argc > 1 ? argv[1] : "");
    for (std::size_t size = 256; size <= 4096; size *= 2) bench(level, size);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
