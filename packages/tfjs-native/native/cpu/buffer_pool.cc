#include "cpu/buffer_pool.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace ser::tfjs {
namespace {

constexpr std::size_t hugePage = std::size_t{2} << 20;

/// Sizes are rounded up to an eighth of their power of two, so that nearly equal tensors share memory.
std::size_t rounded(std::size_t bytes) {
  bytes = std::max(bytes, BufferPool::alignment);
  const std::size_t step = std::max(BufferPool::alignment, std::bit_floor(bytes) / 8);
  return (bytes + step - 1) / step * step;
}

std::align_val_t alignmentOf(std::size_t bytes) {
  return std::align_val_t{bytes >= 2 * hugePage ? hugePage : BufferPool::alignment};
}

/// Null if there is no memory left.
void* fresh(std::size_t bytes) noexcept {
  void* memory = ::operator new(bytes, alignmentOf(bytes), std::nothrow);
#ifdef __linux__
  if (memory && bytes >= 2 * hugePage) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return memory;
}

}  // namespace

BufferPool::~BufferPool() { freeIdle(); }

void* BufferPool::allocate(std::size_t bytes) {
  if (bytes > std::numeric_limits<std::size_t>::max() / 4) throw std::bad_alloc();
  const std::size_t size = rounded(bytes);
  const std::lock_guard lock(mutex_);
  void* memory = nullptr;
  if (const auto found = bySize_.find(size); found != bySize_.end() && !found->second.empty()) {
    // The one that was used last, which may still be in the caches.
    memory = found->second.back()->memory;
    idle_.erase(found->second.back());
    found->second.pop_back();
    idleBytes_ -= size;
  } else {
    memory = fresh(size);
    if (!memory) {
      freeIdle();
      memory = fresh(size);
    }
    if (!memory) throw std::bad_alloc();
  }
  used_ += bytes;
  usedRounded_ += size;
  peak_ = std::max(peak_, usedRounded_);
  return memory;
}

void BufferPool::release(void* memory, std::size_t bytes) noexcept {
  const std::size_t size = rounded(bytes);
  const std::lock_guard lock(mutex_);
  used_ -= bytes;
  usedRounded_ -= size;
  while (idleBytes_ + size > peak_ && !idle_.empty()) freeLongestIdle();
  try {
    std::list<Idle> one{{memory, size}};
    bySize_[size].push_back(one.begin());
    idle_.splice(idle_.end(), one);
    idleBytes_ += size;
  } catch (const std::bad_alloc&) {  // then it goes back to the system
    ::operator delete(memory, alignmentOf(size));
  }
}

MemoryUse BufferPool::use() const {
  const std::lock_guard lock(mutex_);
  return {used_, usedRounded_ + idleBytes_};
}

void BufferPool::freeLongestIdle() noexcept {
  const auto [memory, size] = idle_.front();
  ::operator delete(memory, alignmentOf(size));
  bySize_[size].pop_front();
  idle_.pop_front();
  idleBytes_ -= size;
}

void BufferPool::freeIdle() noexcept {
  while (!idle_.empty()) freeLongestIdle();
}

}  // namespace ser::tfjs
