#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "bench/values.h"
#include "cpu/cpu_device.h"

namespace ser::tfjs::bench {

/// The device under test, with its kernels by name.
class Subject {
 public:
  explicit Subject(std::size_t threads) : device_(threads, "") {}

  void run(const std::string& kernel, const Call& call) {
    const auto names = device_.kernelNames();
    device_.run(static_cast<std::size_t>(std::find(names.begin(), names.end(), kernel) - names.begin()),
                call);
  }
  std::string simd() const { return device_.info().simd; }

 private:
  CpuDevice device_;
};

/// Numbers between -0.5 and 0.5 without a pattern that matters; not cleared of the page's first touch by a
/// peer.
inline Values someValues(std::size_t count) {
  Values values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i * 7919 % 1009) / 1009 - 0.5F;
  return values;
}

/// The largest difference, by the largest value.
inline double errorOf(const Values& values, const Values& expected) {
  double worst = 0, largest = 1e-30;
  for (std::size_t i = 0; i < values.size(); ++i) {
    worst = std::max(worst, std::abs(static_cast<double>(values[i]) - static_cast<double>(expected[i])));
    largest = std::max(largest, std::abs(static_cast<double>(expected[i])));
  }
  return worst / largest;
}

}  // namespace ser::tfjs::bench
