#pragma once

#include <cuda_runtime_api.h>

#include <string>

#include "device_error.h"

namespace ser::dsp::cuda {

/// Throws unless `error` is none; `call` is the function that gave it.
inline void check(cudaError_t error, const char* call) {
  if (error == cudaSuccess) return;
  cudaGetLastError();  // or a later call would give it again
  const std::string message =
      std::string(call) + " failed: " + cudaGetErrorString(error) + " (" + cudaGetErrorName(error) + ")";
  if (error == cudaErrorMemoryAllocation) throw OutOfDeviceMemory(message);
  throw DeviceFault(message);
}

}  // namespace ser::dsp::cuda
