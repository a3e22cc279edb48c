#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cpu/cpu.h"
#include "device.h"

namespace ser::tfjs {

class CpuDevice final : public Device {
 public:
  /// `simd`: 'avx512', 'avx2' or 'baseline'; empty for the best that this processor can do.
  CpuDevice(std::size_t threads, const std::string& simd);

  DeviceInfo info() const override;
  void* allocate(std::size_t bytes) override { return memory_.allocate(bytes); }
  void release(void* memory, std::size_t bytes) noexcept override { memory_.release(memory, bytes); }
  MemoryUse memoryUse() const override { return memory_.use(); }
  void copyIn(void* memory, const void* host, std::size_t bytes) override;
  void copyOut(void* host, const void* memory, std::size_t bytes) override;
  std::vector<std::string> kernelNames() const override;
  void run(std::size_t kernel, const Call& call) override;

 private:
  std::string simd_;
  std::vector<CpuKernelEntry> kernels_;
  BufferPool memory_;
  ThreadPool threads_;
};

}  // namespace ser::tfjs
