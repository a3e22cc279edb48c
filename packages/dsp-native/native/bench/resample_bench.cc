// Times resampling on one thread beside soxr's HQ setting, in turns on the same minute of noise, from memory
// to memory.
//
//   cmake-js compile --CDSER_BENCH=ON && build/Release/resample_bench DESIGN
//
// DESIGN is a file of the filter's tables, which TypeScript computes (tools/src/bench/peers.ts writes it):
// little-endian 32-bit words fromRate, toRate, up, down, taps, delay, blockIn, blockOut, then the floats of
// coefficients and response. Prints a JSON object: million input samples a second, medians over 11 rounds,
// and the median of the rounds' ratios.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "cpu/make_cpu_engine.h"
#include "ser/error.h"
#ifdef SER_HAS_SOXR
#include <soxr.h>
#endif

namespace ser::dsp {
namespace {

constexpr std::size_t rounds = 11;

struct Design {
  std::uint32_t fromRate;
  std::uint32_t toRate;
  ResampleParams params;
};

std::vector<float> readFloats(std::istream& file, std::size_t count) {
  std::vector<float> values(count);
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(count * sizeof(float)));
  return values;
}

Design readDesign(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::array<std::uint32_t, 8> words{};
  file.read(reinterpret_cast<char*>(words.data()), sizeof(words));
  if (!file) throw Error(std::string(path) + " can't be read");
  const auto [fromRate, toRate, up, down, taps, delay, blockIn, blockOut] = words;
  Design design{
      fromRate, toRate, {up, down, up, false, taps, delay, readFloats(file, std::size_t{up} * taps), {}}};
  design.params.spectral =
      ResampleParams::Spectral{blockIn, blockOut, readFloats(file, std::min(blockIn, blockOut) / 2)};
  if (!file) throw Error(std::string(path) + " ends early");
  return design;
}

template <class Call>
double secondsOf(const Call& call) {
  const auto start = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

#ifdef SER_HAS_SOXR
void resampleBySoxr(const Design& design, const std::vector<float>& input, std::vector<float>& output) {
  const soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
  const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
  std::size_t done = 0;
  const char* error = soxr_oneshot(design.fromRate, design.toRate, 1, input.data(), input.size(), nullptr,
                                   output.data(), output.size(), &done, &io, &quality, &runtime);
  if (error) throw Error(error);
}
#endif

void bench(const char* path) {
  const Design design = readDesign(path);
  const std::size_t length = std::size_t{60} * design.fromRate;
  std::vector<float> input(length);
  std::uint32_t state = 1;
  for (float& sample : input) {
    state = state * 1664525u + 1013904223u;
    sample = static_cast<float>(state) / 2147483648.0f - 1.0f;
  }
  const std::size_t outputs = (length * design.params.up + design.params.down - 1) / design.params.down;
  std::vector<float> output(outputs);
  std::vector<float> peerOutput(outputs + 16);
  const Batch batch{static_cast<const float*>(input.data()), {0, static_cast<std::uint32_t>(length)}};
  const Rows rows{output.data(), {0, static_cast<std::uint32_t>(outputs)}, 1};
  const auto engine = makeCpuEngine(1, "");
  JobControl job({});

  std::vector<double> own;
  std::vector<double> peer;
  std::vector<double> ratios;
  for (std::size_t round = 0; round <= rounds; ++round) {
    const double ours = secondsOf([&] { engine->resample(batch, design.params, rows, job); });
#ifdef SER_HAS_SOXR
    const double theirs = secondsOf([&] { resampleBySoxr(design, input, peerOutput); });
#else
    const double theirs = 0;
#endif
    if (round == 0) continue;  // warms up
    own.push_back(ours);
    peer.push_back(theirs);
    ratios.push_back(theirs / ours);
  }
  const auto speed = [&](double seconds) { return static_cast<double>(length) / seconds / 1e6; };
#ifdef SER_HAS_SOXR
  std::printf("{\"name\":\"resample %u to %u\",\"ours\":%.1f,\"peer\":%.1f,\"ratio\":%.2f}\n",
              design.fromRate, design.toRate, speed(median(own)), speed(median(peer)), median(ratios));
#else
  std::fprintf(stderr, "There is no peer: soxr isn't installed (Debian: libsoxr-dev).\n");
  std::printf("{\"name\":\"resample %u to %u\",\"ours\":%.1f,\"peer\":null,\"ratio\":null}\n",
              design.fromRate, design.toRate, speed(median(own)));
#endif
}

}  // namespace
}  // namespace ser::dsp

int main(int count, char** arguments) {
  try {
    if (count != 2) throw ser::Error("one argument is needed: the file of the design");
    ser::dsp::bench(arguments[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "resample_bench: %s\n", error.what());
    return 1;
  }
}
