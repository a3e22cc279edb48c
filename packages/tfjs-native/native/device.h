#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "kernel.h"

namespace ser::tfjs {

struct MemoryUse {
  std::size_t used = 0;      // bytes in tensors
  std::size_t reserved = 0;  // bytes taken from the system, those kept for reuse among them
};

struct DeviceInfo {
  std::string kind;  // 'cpu'
  std::string simd;
  std::size_t threads = 1;
};

/// Where tensors live and kernels run: memory and a table of kernels. A device of another kind is another
/// class and another table; nothing above this interface changes.
class Device {
 public:
  virtual ~Device() = default;

  virtual DeviceInfo info() const = 0;

  /// Memory for a tensor, aligned as the kernels like it. Throws std::bad_alloc.
  virtual void* allocate(std::size_t bytes) = 0;
  virtual void release(void* memory, std::size_t bytes) noexcept = 0;
  virtual MemoryUse memoryUse() const = 0;

  virtual void copyIn(void* memory, const void* host, std::size_t bytes) = 0;
  virtual void copyOut(void* host, const void* memory, std::size_t bytes) = 0;

  /// Names of the kernels; a kernel's number is its place here.
  virtual std::vector<std::string> kernelNames() const = 0;
  /// Runs a kernel and returns when its outputs are complete.
  virtual void run(std::size_t kernel, const Call& call) = 0;
};

}  // namespace ser::tfjs
