#include "fast_spectrum.h"
#include "launch.cuh"

namespace ser::dsp::cuda {

template void CudaDevice::launch(int, const FastSpectrum<float, 256>&, std::uint32_t);
template void CudaDevice::launch(int, const FastSpectrum<float, 512>&, std::uint32_t);
template void CudaDevice::launch(int, const FastSpectrum<float, 1024>&, std::uint32_t);
template void CudaDevice::launch(int, const FastSpectrum<float, 2048>&, std::uint32_t);
template void CudaDevice::launch(int, const FastSpectrum<float, 4096>&, std::uint32_t);
template void CudaDevice::launch(int, const FastSpectrum<double, 256>&, std::uint32_t);
template void CudaDevice::launch(int, const FastSpectrum<double, 512>&, std::uint32_t);
template void CudaDevice::launch(int, const FastSpectrum<double, 1024>&, std::uint32_t);
template void CudaDevice::launch(int, const FastSpectrum<double, 2048>&, std::uint32_t);
template void CudaDevice::launch(int, const FastSpectrum<double, 4096>&, std::uint32_t);

}  // namespace ser::dsp::cuda
