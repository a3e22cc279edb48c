#pragma once

#include <algorithm>
#include <cstddef>

#include "cpu/buffer_pool.h"
#include "kernel.h"
#include "ser/thread_pool.h"

namespace ser::tfjs {

/// What a kernel of the CPU has at hand: threads and scratch memory. Whatever a kernel gives to threads, it
/// splits so that results don't depend on their number.
struct Cpu {
  ThreadPool& threads;
  BufferPool& memory;

  /// Calls body(begin, end) for pieces that together cover 0 … count. `cost` is the rough number of
  /// nanoseconds an item takes: what is too little to be worth waking a thread for stays on this one.
  template <class Body>
  void parallel(std::size_t count, double cost, Body&& body) const {
    if (count == 0) return;
    constexpr double worthATask = 20000;  // ns
    const double total = static_cast<double>(count) * cost;
    if (threads.size() == 1 || count == 1 || total < 2 * worthATask) return body(std::size_t{0}, count);
    const auto most = static_cast<std::size_t>(total / worthATask);
    const std::size_t pieces = std::min({count, most, threads.size() * 4});
    threads.forEach(
        pieces, [&] { return [&](std::size_t i) { body(count * i / pieces, count * (i + 1) / pieces); }; });
  }
};

using CpuKernel = void (*)(const Cpu&, const Call&);

struct CpuKernelEntry {
  const char* name;
  CpuKernel run;
};

}  // namespace ser::tfjs
