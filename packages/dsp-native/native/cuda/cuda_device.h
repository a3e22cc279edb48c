#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "memory.h"

struct CUstream_st;

namespace ser::dsp::cuda {

/// The first GPU (CUDA_VISIBLE_DEVICES says which that is), as DeviceEngine wants it. Every call's error is
/// checked: OutOfDeviceMemory where there is no room, DeviceFault with the call's and the error's name
/// otherwise.
class CudaDevice {
 public:
  /// Throws ser::Error with a sentence that says why there is none.
  CudaDevice();
  ~CudaDevice();
  CudaDevice(const CudaDevice&) = delete;
  CudaDevice& operator=(const CudaDevice&) = delete;

  std::string name() const { return name_; }
  std::uint32_t multiprocessors() const { return multiprocessors_; }

  /// A third of a millisecond or so of copying: long beside a launch, short beside a person's patience.
  std::size_t chunkBytes() const { return std::size_t{1} << 24; }

  void* allocate(std::size_t bytes);
  void release(void* memory) noexcept;
  void* allocateHost(std::size_t bytes);
  void releaseHost(void* memory) noexcept;

  void copyIn(int stream, void* device, const void* host, std::size_t bytes);
  void copyOut(int stream, void* host, const void* device, std::size_t bytes);
  void fill(int stream, void* device, int byte, std::size_t bytes);

  /// Defined in kernels.cu, for the kernels that there are.
  template <class Kernel>
  void launch(int stream, const Kernel& kernel, std::uint32_t blocks);

  void wait(int stream);

  /// The CUDA runtime's own handle.
  CUstream_st* handle(int stream) const { return streams_[stream]; }

 private:
  /// Throws unless this build has machine code, or PTX, for the GPU. In kernels.cu.
  static void checkKernels(const std::string& name);

  std::string name_;
  std::uint32_t multiprocessors_ = 0;
  std::array<CUstream_st*, streamCount> streams_{};
};

}  // namespace ser::dsp::cuda
