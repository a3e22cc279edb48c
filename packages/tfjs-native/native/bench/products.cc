#include <dlfcn.h>

#include <array>
#include <cstdio>
#include <functional>
#include <vector>

#include "bench/measurements.h"
#include "bench/stopwatch.h"
#include "bench/subject.h"

namespace ser::tfjs::bench {
namespace {

using Sgemm = void (*)(int, int, int, int, int, int, float, const float*, int, const float*, int, float,
                       float*, int);

/// OpenBLAS's, or null where it isn't installed (Debian: libopenblas0).
Sgemm openblas(std::size_t threads) {
  void* library = dlopen("libopenblas.so.0", RTLD_NOW);
  if (!library) return nullptr;
  const auto setThreads = reinterpret_cast<void (*)(int)>(dlsym(library, "openblas_set_num_threads"));
  if (setThreads) setThreads(static_cast<int>(threads));
  return reinterpret_cast<Sgemm>(dlsym(library, "cblas_sgemm"));
}

}  // namespace

void measureProducts(std::size_t threads) {
  Subject subject(threads);
  const Sgemm sgemm = openblas(threads);
  for (const auto [m, k, n] : std::vector<std::array<std::size_t, 3>>{
           {1024, 1024, 1024}, {2048, 2048, 2048}, {8192, 288, 64}, {40000, 9, 32}, {8, 446464, 256}}) {
    const Values a = someValues(m * k), b = someValues(k * n);
    Values c(m * n), expected(m * n);
    Call product;
    product.inputs = {{const_cast<float*>(a.data()), DType::float32, {1, m, k}},
                      {const_cast<float*>(b.data()), DType::float32, {1, k, n}}};
    product.outputs = {{c.data(), DType::float32, {1, m, n}}};
    product.params = {0, 0, 0, 0};
    std::vector<std::function<void()>> contestants{[&] { subject.run("BatchMatMul", product); }};
    if (sgemm)
      contestants.push_back([&, m = static_cast<int>(m), k = static_cast<int>(k), n = static_cast<int>(n)] {
        constexpr int rowMajor = 101, plain = 111;
        sgemm(rowMajor, plain, plain, m, n, k, 1, a.data(), k, b.data(), n, 0, expected.data(), n);
      });
    const std::vector<Seconds> seconds = compare(contestants, 1.5);
    std::printf(
        "{\"kind\":\"product\",\"shape\":\"%zu×%zu×%zu\",\"threads\":%zu,\"gflop\":%.6f,\"wall\":%.4e,"
        "\"processor\":%.4e",
        m, k, n, threads, 2e-9 * static_cast<double>(m * k * n), seconds[0].wall, seconds[0].processor);
    if (sgemm)
      std::printf(",\"peerWall\":%.4e,\"peerProcessor\":%.4e,\"error\":%.1e", seconds[1].wall,
                  seconds[1].processor, errorOf(c, expected));
    std::printf("}\n");
    std::fflush(stdout);
  }
}

}  // namespace ser::tfjs::bench
