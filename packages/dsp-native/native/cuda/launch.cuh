#pragma once

#include "block.h"
#include "cuda_check.h"
#include "cuda_device.h"

namespace ser::dsp::cuda {

template <class Kernel>
__global__ void __launch_bounds__(blockThreads) runKernel(const __grid_constant__ Kernel kernel) {
  kernel(DeviceBlock());
}

template <class Kernel>
void CudaDevice::launch(int stream, const Kernel& kernel, std::uint32_t blocks) {
  runKernel<<<blocks, blockThreads, kernel.sharedBytes(), streams_[stream]>>>(kernel);
  check(cudaGetLastError(), "a kernel's launch");
}

}  // namespace ser::dsp::cuda
