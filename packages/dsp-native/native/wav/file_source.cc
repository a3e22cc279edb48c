#include "file_source.h"

#include <filesystem>
#include <system_error>

#include "ser/error.h"

namespace ser::dsp {
namespace fs = std::filesystem;

FileSource::FileSource(const std::string& path) {
  const fs::path file(std::u8string(path.begin(), path.end()));
  std::error_code error;
  // Looked at before it is opened: opening a pipe waits for whoever writes to it.
  const fs::file_status status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) throw Error("there is no such file");
  if (error) throw Error("it can't be read: " + error.message());
  if (status.type() == fs::file_type::directory) throw Error("it is a folder, not an audio file");
  if (status.type() != fs::file_type::regular) throw Error("it is not a regular file");
  file_.rdbuf()->pubsetbuf(nullptr, 0);
  file_.open(file, std::ios::binary);
  if (!file_) throw Error("it can't be read: permission denied, or too many files are open");
  file_.seekg(0, std::ios::end);
  size_ = static_cast<std::uint64_t>(file_.tellg());
  position_ = size_;
}

void FileSource::read(std::uint64_t position, std::span<std::byte> to) {
  if (position != position_) file_.seekg(static_cast<std::streamoff>(position));
  file_.read(reinterpret_cast<char*>(to.data()), static_cast<std::streamsize>(to.size()));
  if (!file_) throw Error("it can't be read to its end: was it cut while in use?");
  position_ = position + to.size();
}

}  // namespace ser::dsp
