#include "cpu/cpu_device.h"

#include <cstring>

#include "cpu/data_kernels.h"
#include "cpu/simd_level.h"
#include "ser/error.h"

namespace ser::tfjs {

CpuDevice::CpuDevice(std::size_t threads, const std::string& simd) : threads_(threads) {
  const auto level = chooseSimdLevel(simdLevels(), simd);
  simd_ = level.name;
  kernels_ = level.code();
  for (const auto& family : {dataKernels(), integerBinaryKernels()})
    kernels_.insert(kernels_.end(), family.begin(), family.end());
}

DeviceInfo CpuDevice::info() const { return {"cpu", simd_, threads_.size()}; }

void CpuDevice::copyIn(void* memory, const void* host, std::size_t bytes) {
  if (bytes > 0) std::memcpy(memory, host, bytes);
}

void CpuDevice::copyOut(void* host, const void* memory, std::size_t bytes) {
  if (bytes > 0) std::memcpy(host, memory, bytes);
}

std::vector<std::string> CpuDevice::kernelNames() const {
  std::vector<std::string> names;
  for (const CpuKernelEntry& kernel : kernels_) names.emplace_back(kernel.name);
  return names;
}

void CpuDevice::run(std::size_t kernel, const Call& call) {
  if (kernel >= kernels_.size()) throw Error("there is no such kernel");
  kernels_[kernel].run(Cpu{threads_, memory_}, call);
}

}  // namespace ser::tfjs
