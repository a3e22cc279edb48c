// Matrix products and the processor's limit, beside OpenBLAS if it is installed (Debian: libopenblas0). Every product is
// checked against OpenBLAS's before it is timed. Prints a line of JSON per measurement.
#include <dlfcn.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "cpu/cpu_device.h"

using namespace ser::tfjs;

namespace {

using Sgemm = void (*)(int, int, int, int, int, int, float, const float*, int, const float*, int, float, float*, int);

/// Seconds of processor time of this whole process, so that neighbours on the machine don't count.
double cpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double wallSeconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Time {
  double wall = 1e9, cpu = 1e9;
};

/// The best of several runs each, taken in turns, so that both meet the same weather.
std::vector<Time> bestOf(int rounds, const std::vector<std::function<void()>>& runs) {
  std::vector<Time> best(runs.size());
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const double cpu = cpuSeconds(), wall = wallSeconds();
      runs[i]();
      best[i].cpu = std::min(best[i].cpu, cpuSeconds() - cpu);
      best[i].wall = std::min(best[i].wall, wallSeconds() - wall);
    }
  return best;
}

std::size_t kernelOf(const CpuDevice& device, const std::string& name) {
  const auto names = device.kernelNames();
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

int main(int argc, char** argv) {
  const std::string simd = argc > 1 ? argv[1] : "";
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 7;
  void* library = dlopen("libopenblas.so.0", RTLD_NOW);
  const auto sgemm = library ? reinterpret_cast<Sgemm>(dlsym(library, "cblas_sgemm")) : nullptr;
  const auto setThreads = library ? reinterpret_cast<void (*)(int)>(dlsym(library, "openblas_set_num_threads")) : nullptr;
  for (const std::size_t threads : {1, 2}) {
    CpuDevice device(threads, simd);
    const std::size_t matmul = kernelOf(device, "BatchMatMul"), peak = kernelOf(device, "FmaPeak");
    if (setThreads) setThreads(static_cast<int>(threads));
    Call call;
    float result = 0;
    call.outputs = {{&result, DType::float32, {1}}};
    call.params = {4e6};
    double peakRate = 0;
    if (threads == 1) {
      const Time time = bestOf(rounds, {[&] { device.run(peak, call); }})[0];
      peakRate = static_cast<double>(result) / time.cpu;
      std::printf("{\"what\":\"fma peak\",\"simd\":\"%s\",\"gflops\":%.1f}\n", device.info().simd.c_str(), peakRate / 1e9);
    }
    for (const std::vector<std::size_t>& sizes :
         std::vector<std::vector<std::size_t>>{{1024, 1024, 1024}, {2048, 2048, 2048}, {8192, 288, 64}, {40000, 9, 32}}) {
      const std::size_t m = sizes[0], k = sizes[1], n = sizes[2];
      std::vector<float> a(m * k), b(k * n), c(m * n), other(m * n);
      for (std::size_t i = 0; i < a.size(); ++i) a[i] = static_cast<float>((i * 7919) % 1000) / 1000 - 0.5F;
      for (std::size_t i = 0; i < b.size(); ++i) b[i] = static_cast<float>((i * 104729) % 1000) / 1000 - 0.5F;
      Call product;
      product.inputs = {{a.data(), DType::float32, {1, m, k}}, {b.data(), DType::float32, {1, k, n}}};
      product.outputs = {{c.data(), DType::float32, {1, m, n}}};
      product.params = {0, 0, 0, 0};
      std::vector<std::function<void()>> runs{[&] { device.run(matmul, product); }};
      if (sgemm)
        runs.push_back([&] {
          sgemm(101, 111, 111, static_cast<int>(m), static_cast<int>(n), static_cast<int>(k), 1, a.data(),
                static_cast<int>(k), b.data(), static_cast<int>(n), 0, other.data(), static_cast<int>(n));
        });
      const std::vector<Time> times = bestOf(rounds, runs);
      double error = 0;
      if (sgemm)
        for (std::size_t i = 0; i < c.size(); ++i) error = std::max(error, static_cast<double>(std::fabs(c[i] - other[i])));
      const double flops = 2.0 * static_cast<double>(m) * static_cast<double>(k) * static_cast<double>(n);
      std::printf("{\"what\":\"%zux%zux%zu\",\"threads\":%zu,\"gflops\":%.1f,\"gflopsPerCpuSecond\":%.1f", m, k, n, threads,
                  flops / times[0].wall / 1e9, flops / times[0].cpu / 1e9);
      if (sgemm)
        std::printf(",\"openblas\":%.1f,\"openblasPerCpuSecond\":%.1f,\"share\":%.3f,\"sharePerCpuSecond\":%.3f,\"error\":%.1e",
                    flops / times[1].wall / 1e9, flops / times[1].cpu / 1e9, times[1].wall / times[0].wall,
                    times[1].cpu / times[0].cpu, error);
      std::printf("}\n");
      std::fflush(stdout);
    }
  }
}
