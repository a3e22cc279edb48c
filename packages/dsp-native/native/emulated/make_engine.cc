#include "../make_engine.h"

#include <sstream>

#include "../cpu/make_cpu_engine.h"
#include "../cuda/device_engine.h"
#include "emulated_device.h"
#include "ser/error.h"

namespace ser::dsp {
namespace {

/// From "emulated", or "emulated chunkBytes=4096 memory=100000 failAt=7 backwards=1".
cuda::EmulatedOptions toOptions(const std::string& device) {
  std::istringstream words(device);
  std::string word;
  words >> word;
  if (word != "emulated") throw Error("There is no engine for " + device + ".");
  cuda::EmulatedOptions options;
  while (words >> word) {
    const std::size_t sign = word.find('=');
    const std::string name = word.substr(0, sign);
    const std::uint64_t value = std::stoull(word.substr(sign + 1));
    if (name == "chunkBytes") {
      options.chunkBytes = value;
    } else if (name == "memory") {
      options.memory = value;
    } else if (name == "failAt") {
      options.failAt = value;
    } else if (name == "backwards") {
      options.backwards = value != 0;
    } else {
      throw Error("An emulated device has no " + name + ".");
    }
  }
  return options;
}

}  // namespace

std::unique_ptr<Engine> makeEngine(const std::string& device, std::size_t threads, const std::string& simd) {
  return std::make_unique<cuda::DeviceEngine<cuda::EmulatedDevice>>(
      std::make_unique<cuda::EmulatedDevice>(toOptions(device)), threads,
      [threads, simd] { return makeCpuEngine(threads, simd); });
}

}  // namespace ser::dsp
