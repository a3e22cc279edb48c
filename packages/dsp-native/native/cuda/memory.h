#pragma once

#include <cstddef>

namespace ser::dsp::cuda {

/// Streams of a device, and chunks on their way at once: one is filled by the host while another one is
/// worked at and a third comes back.
inline constexpr int streamCount = 3;

/// Memory of a device, or of the host that the device can reach, which grows and never shrinks.
template <class Device, bool onHost>
class Memory {
 public:
  explicit Memory(Device& device) : device_(device) {}
  ~Memory() { release(); }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  /// Room for `size` bytes; what was there is lost.
  void reserve(std::size_t size) {
    if (size <= size_) return;
    release();
    data_ = static_cast<unsigned char*>(onHost ? device_.allocateHost(size) : device_.allocate(size));
    size_ = size;
  }

  void release() {
    if (!data_) return;
    if constexpr (onHost) {
      device_.releaseHost(data_);
    } else {
      device_.release(data_);
    }
    data_ = nullptr;
    size_ = 0;
  }

  unsigned char* data() const { return data_; }

 private:
  Device& device_;
  unsigned char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace ser::dsp::cuda
