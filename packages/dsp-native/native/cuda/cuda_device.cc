#include "cuda_device.h"

#include <cuda_runtime_api.h>

#include "cuda_check.h"
#include "ser/error.h"

namespace ser::dsp::cuda {
namespace {

/// The first GPU's number, or a ser::Error that says why there is none.
int firstDevice() {
  int count = 0;
  const cudaError_t error = cudaGetDeviceCount(&count);
  if (error == cudaSuccess && count > 0) return 0;
  cudaGetLastError();
  if (error == cudaErrorInsufficientDriver) {
    int driver = 0;
    if (cudaDriverGetVersion(&driver) == cudaSuccess && driver > 0) {
      throw Error("CUDA is not available: the NVIDIA driver is too old, it knows CUDA " +
                  std::to_string(driver / 1000) + "." + std::to_string(driver % 1000 / 10) +
                  " and this build needs " + std::to_string(CUDART_VERSION / 1000) + ".0 or later.");
    }
    throw Error("CUDA is not available: no NVIDIA driver was found.");
  }
  if (error == cudaSuccess || error == cudaErrorNoDevice) {
    throw Error("CUDA is not available: the NVIDIA driver sees no GPU.");
  }
  throw Error(std::string("CUDA is not available: cudaGetDeviceCount failed: ") + cudaGetErrorString(error) +
              ".");
}

}  // namespace

CudaDevice::CudaDevice() {
  const int device = firstDevice();
  try {
    // Whoever waits sleeps: the processor has better to do. Refused where another library has begun to use
    // the GPU.
    if (cudaSetDeviceFlags(cudaDeviceScheduleBlockingSync) != cudaSuccess) cudaGetLastError();
    check(cudaSetDevice(device), "cudaSetDevice");
    cudaDeviceProp properties;
    check(cudaGetDeviceProperties(&properties, device), "cudaGetDeviceProperties");
    name_ = properties.name;
    multiprocessors_ = static_cast<std::uint32_t>(properties.multiProcessorCount);
    checkKernels(name_);
    for (CUstream_st*& stream : streams_) {
      check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "cudaStreamCreateWithFlags");
    }
  } catch (const OutOfDeviceMemory& error) {
    throw Error(std::string("CUDA is not available: ") + error.what() + ".");
  } catch (const DeviceFault& error) {
    throw Error(std::string("CUDA is not available: ") + error.what() + ".");
  }
}

CudaDevice::~CudaDevice() {
  for (CUstream_st* stream : streams_) cudaStreamDestroy(stream);
}

void* CudaDevice::allocate(std::size_t bytes) {
  void* memory = nullptr;
  check(cudaMalloc(&memory, bytes), "cudaMalloc");
  return memory;
}

void CudaDevice::release(void* memory) noexcept { cudaFree(memory); }

void* CudaDevice::allocateHost(std::size_t bytes) {
  void* memory = nullptr;
  check(cudaHostAlloc(&memory, bytes, cudaHostAllocDefault), "cudaHostAlloc");
  return memory;
}

void CudaDevice::releaseHost(void* memory) noexcept { cudaFreeHost(memory); }

void CudaDevice::copyIn(int stream, void* device, const void* host, std::size_t bytes) {
  check(cudaMemcpyAsync(device, host, bytes, cudaMemcpyHostToDevice, streams_[stream]),
        "cudaMemcpyAsync to the GPU");
}

void CudaDevice::copyOut(int stream, void* host, const void* device, std::size_t bytes) {
  check(cudaMemcpyAsync(host, device, bytes, cudaMemcpyDeviceToHost, streams_[stream]),
        "cudaMemcpyAsync from the GPU");
}

void CudaDevice::fill(int stream, void* device, int byte, std::size_t bytes) {
  check(cudaMemsetAsync(device, byte, bytes, streams_[stream]), "cudaMemsetAsync");
}

void CudaDevice::wait(int stream) { check(cudaStreamSynchronize(streams_[stream]), "cudaStreamSynchronize"); }

}  // namespace ser::dsp::cuda
