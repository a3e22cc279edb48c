// Kernels beside their peers, on so many threads: kernel_bench products|convolutions THREADS [NETWORK]
// Results are checked against the peers' before they are timed. Prints a line of JSON per measurement.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "bench/measurements.h"

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  const long threads = argc > 2 ? std::atol(argv[2]) : 0;
  if ((what != "products" && what != "convolutions") || threads < 1) {
    std::fprintf(stderr, "usage: kernel_bench products|convolutions THREADS [NETWORK]\n");
    return 2;
  }
  try {
    ser::tfjs::bench::measureFmaPeak();
    if (what == "products")
      ser::tfjs::bench::measureProducts(static_cast<std::size_t>(threads));
    else
      ser::tfjs::bench::measureConvolutions(static_cast<std::size_t>(threads), argc > 3 ? argv[3] : "");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "kernel_bench: %s\n", error.what());
    return 1;
  }
}
