#include "../make_engine.h"

#include "../cpu/make_cpu_engine.h"
#include "cuda_device.h"
#include "device_engine.h"
#include "ser/error.h"

namespace ser::dsp {

std::unique_ptr<Engine> makeEngine(const std::string& device, std::size_t threads, const std::string& simd) {
  if (device != "cuda") throw Error("There is no engine for " + device + ".");
  return std::make_unique<cuda::DeviceEngine<cuda::CudaDevice>>(
      std::make_unique<cuda::CudaDevice>(), threads,
      [threads, simd] { return makeCpuEngine(threads, simd); });
}

}  // namespace ser::dsp
