#pragma once

#include <fstream>
#include <string>

#include "byte_source.h"

namespace ser::dsp {

/// A regular file. The errors that it throws are ser::Error: why the file can't be read, without its name.
class FileSource final : public ByteSource {
 public:
  /// `path` is in UTF-8.
  explicit FileSource(const std::string& path);

  std::uint64_t size() const override { return size_; }
  void read(std::uint64_t position, std::span<std::byte> to) override;

 private:
  std::ifstream file_;
  std::uint64_t size_ = 0;
  std::uint64_t position_ = 0;
};

}  // namespace ser::dsp
