#pragma once

#include <cstddef>
#include <vector>

#include "cpu/buffer_pool.h"

namespace ser::tfjs::bench {

/// Memory as tensors have it: at whole cache lines, and huge pages if it is much. The peer gets the same.
template <class T>
struct TensorMemory {
  using value_type = T;

  TensorMemory() = default;
  template <class U>
  TensorMemory(const TensorMemory<U>&) {}

  T* allocate(std::size_t count) { return static_cast<T*>(pool().allocate(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t count) { pool().release(memory, count * sizeof(T)); }
  bool operator==(const TensorMemory&) const = default;

 private:
  static BufferPool& pool() {
    static BufferPool pool;
    return pool;
  }
};

using Values = std::vector<float, TensorMemory<float>>;

}  // namespace ser::tfjs::bench
