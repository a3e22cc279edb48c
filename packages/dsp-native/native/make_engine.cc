#include "make_engine.h"

#include <system_error>

#include "cpu/make_cpu_engine.h"
#include "ser/error.h"

namespace ser::dsp {

std::unique_ptr<Engine> makeEngine(const std::string& device, std::size_t threads, const std::string& simd) {
  if (device != "cpu") throw Error("There is no engine for " + device + ".");
  try {
    return makeCpuEngine(threads, simd);
  } catch (const std::system_error& error) {
    throw Error(std::to_string(threads) + " threads can't be started (" + error.what() + "): ask for fewer.");
  }
}

}  // namespace ser::dsp
