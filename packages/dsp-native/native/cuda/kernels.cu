#include "any_spectrum.h"
#include "finish_rows.h"
#include "finite.h"
#include "frame_values.h"
#include "launch.cuh"
#include "resample_rows.h"

namespace ser::dsp::cuda {

template void CudaDevice::launch(int, const AnySpectrum&, std::uint32_t);
template void CudaDevice::launch(int, const BelowPeak&, std::uint32_t);
template void CudaDevice::launch(int, const Cepstrum&, std::uint32_t);
template void CudaDevice::launch(int, const FirstNonFinite&, std::uint32_t);
template void CudaDevice::launch(int, const FrameValues&, std::uint32_t);
template void CudaDevice::launch(int, const ClipParts&, std::uint32_t);
template void CudaDevice::launch(int, const ResampleRows&, std::uint32_t);

void CudaDevice::checkKernels(const std::string& name) {
  cudaFuncAttributes attributes;
  const cudaError_t error = cudaFuncGetAttributes(&attributes, runKernel<FirstNonFinite>);
  if (error == cudaErrorNoKernelImageForDevice || error == cudaErrorInvalidDeviceFunction) {
    cudaGetLastError();
    throw Error("CUDA is not available: this build has no code for the " + name +
                "; build it on this machine by `SER_CUDA=on npx nx run dsp-native:build`.");
  }
  check(error, "cudaFuncGetAttributes");
}

}  // namespace ser::dsp::cuda
