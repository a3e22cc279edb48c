#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../cuda/device_error.h"
#include "../cuda/memory.h"
#include "emulated_block.h"

namespace ser::dsp::cuda {

/// How an emulated device is, and what goes wrong with it.
struct EmulatedOptions {
  std::size_t chunkBytes = std::size_t{1} << 15;
  std::size_t memory = SIZE_MAX;  // bytes of the device
  std::uint64_t failAt = 0;       // the number of the call that fails, and all after it; 0: none
  bool backwards = false;         // threads and blocks run from the last to the first
};

/// A device without a GPU (see DeviceEngine): the same kernels on the host, over emulated blocks. What a
/// stream is given happens no earlier than `wait`, and memory is full of NaNs at first, so that whoever reads
/// too early gets nonsense.
class EmulatedDevice {
 public:
  explicit EmulatedDevice(const EmulatedOptions& options) : options_(options) {}

  std::string name() const { return "emulated"; }
  std::size_t chunkBytes() const { return options_.chunkBytes; }
  std::uint32_t multiprocessors() const { return 2; }

  void* allocate(std::size_t bytes) {
    count("allocating");
    if (bytes > options_.memory - used_) throw OutOfDeviceMemory("the emulated device is full");
    used_ += bytes;
    void* const memory = poisoned(bytes);
    sizes_[memory] = bytes;
    return memory;
  }

  void release(void* memory) {
    used_ -= sizes_[memory];
    sizes_.erase(memory);
    ::operator delete(memory);
  }

  void* allocateHost(std::size_t bytes) {
    count("allocating");
    return poisoned(bytes);
  }

  void releaseHost(void* memory) { ::operator delete(memory); }

  void copyIn(int stream, void* to, const void* from, std::size_t bytes) { copy(stream, to, from, bytes); }
  void copyOut(int stream, void* to, const void* from, std::size_t bytes) { copy(stream, to, from, bytes); }

  void fill(int stream, void* to, int byte, std::size_t bytes) {
    count("filling");
    streams_[stream].push_back([=] { std::memset(to, byte, bytes); });
  }

  template <class Kernel>
  void launch(int stream, const Kernel& kernel, std::uint32_t blocks) {
    count("launching");
    streams_[stream].push_back([this, kernel, blocks] {
      std::vector<double> shared(kernel.sharedBytes() / sizeof(double) + 1);
      for (std::uint32_t i = 0; i < blocks; ++i) {
        std::memset(shared.data(), 0xff, shared.size() * sizeof(double));
        const std::uint32_t index = options_.backwards ? blocks - 1 - i : i;
        kernel(EmulatedBlock(index, blocks, options_.backwards, shared));
      }
    });
  }

  void wait(int stream) {
    count("waiting");
    for (const auto& work : std::exchange(streams_[stream], {})) work();
  }

 private:
  static void* poisoned(std::size_t bytes) {
    void* const memory = ::operator new(bytes);
    std::memset(memory, 0xff, bytes);
    return memory;
  }

  void copy(int stream, void* to, const void* from, std::size_t bytes) {
    count("copying");
    streams_[stream].push_back([=] { std::memcpy(to, from, bytes); });
  }

  void count(const char* what) {
    ++calls_;
    if (options_.failAt > 0 && calls_ >= options_.failAt) {
      throw DeviceFault(std::string("the emulated device failed while ") + what);
    }
  }

  EmulatedOptions options_;
  std::array<std::vector<std::function<void()>>, streamCount> streams_;
  std::unordered_map<void*, std::size_t> sizes_;
  std::size_t used_ = 0;
  std::uint64_t calls_ = 0;
};

}  // namespace ser::dsp::cuda
