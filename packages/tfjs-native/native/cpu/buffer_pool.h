#pragma once

#include <cstddef>
#include <deque>
#include <list>
#include <map>
#include <mutex>

#include "device.h"

namespace ser::tfjs {

/// Aligned memory that is kept and given out again: fresh pages from the system cost more than most kernels.
/// Never keeps more idle than was in use at the peak: what has been idle the longest goes first, so that
/// shapes of the past give way to those in use. Every thread may call every method.
class BufferPool {
 public:
  static constexpr std::size_t alignment = 64;  // a cache line, and the widest vector

  BufferPool() = default;
  ~BufferPool();
  BufferPool(const BufferPool&) = delete;
  BufferPool& operator=(const BufferPool&) = delete;

  /// Throws std::bad_alloc.
  void* allocate(std::size_t bytes);
  /// `bytes` as asked for.
  void release(void* memory, std::size_t bytes) noexcept;
  MemoryUse use() const;

 private:
  struct Idle {
    void* memory;
    std::size_t size;
  };

  void freeLongestIdle() noexcept;
  void freeIdle() noexcept;

  mutable std::mutex mutex_;
  std::list<Idle> idle_;                                                 // the longest first
  std::map<std::size_t, std::deque<std::list<Idle>::iterator>> bySize_;  // of rounded size; in the same order
  std::size_t idleBytes_ = 0;
  std::size_t used_ = 0;
  std::size_t usedRounded_ = 0;
  std::size_t peak_ = 0;
};

/// Floats for the time of a scope.
class Scratch {
 public:
  Scratch(BufferPool& pool, std::size_t floats)
      : pool_(&pool), bytes_(floats * sizeof(float)), data_(static_cast<float*>(pool.allocate(bytes_))) {}
  Scratch(Scratch&& other) noexcept : pool_(other.pool_), bytes_(other.bytes_), data_(other.data_) {
    other.data_ = nullptr;
  }
  Scratch& operator=(Scratch&&) = delete;
  ~Scratch() {
    if (data_) pool_->release(data_, bytes_);
  }

  float* data() const { return data_; }

 private:
  BufferPool* pool_;
  std::size_t bytes_;
  float* data_;
};

}  // namespace ser::tfjs
