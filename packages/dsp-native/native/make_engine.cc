#include "make_engine.h"

#include <system_error>

#include "cpu/cpu_engine.h"
#include "ser/error.h"

namespace ser::dsp {

std::unique_ptr<Engine> makeEngine(const std::string& device, std::size_t threads) {
  if (device == "cuda") throw Error("CUDA is not available: this build has no CUDA engine.");
  if (device != "cpu") throw Error("There is no engine for " + device + ".");
  try {
    return std::make_unique<CpuEngine>(threads);
  } catch (const std::system_error& error) {
    throw Error(std::to_string(threads) + " threads can't be started (" + error.what() + "): ask for fewer.");
  }
}

}  // namespace ser::dsp
