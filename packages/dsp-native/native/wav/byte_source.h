#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace ser::dsp {

/// Bytes of known number that can be read from anywhere: a file's, or a test's.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  virtual std::uint64_t size() const = 0;

  /// Fills `to` with the bytes from `position` on. Throws ser::Error where fewer are there.
  virtual void read(std::uint64_t position, std::span<std::byte> to) = 0;
};

}  // namespace ser::dsp
