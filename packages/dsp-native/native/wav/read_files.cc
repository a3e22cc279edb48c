#include "read_files.h"

#include <algorithm>
#include <optional>

#include "file_source.h"
#include "ser/error.h"
#include "wav_header.h"

namespace ser::dsp {
namespace {

/// As in the decoders of packages/dataset; offsets of samples have 32 bits.
constexpr std::uint64_t largestFile = std::uint64_t{1} << 31;

struct OpenWav {
  FileSource source;
  WavHeader header;

  explicit OpenWav(const std::string& path) : source(path), header(readWavHeader(source)) {
    if (source.size() > largestFile) throw Error("it is larger than 2 GiB; cut it into shorter recordings");
  }

  std::size_t bytes() const {
    return header.frames * (header.isInt16() ? sizeof(std::int16_t) : sizeof(float));
  }

  void read(std::span<std::byte> to, const Pulse& pulse) {
    if (header.isInt16()) {
      readInt16(source, header, {reinterpret_cast<std::int16_t*>(to.data()), header.frames}, pulse);
    } else {
      readFloats(source, header, {reinterpret_cast<float*>(to.data()), header.frames}, pulse);
    }
  }
};

}  // namespace

ReadFiles readFiles(std::span<const std::string> paths, std::span<std::byte> memory, const Pulse& pulse) {
  ReadFiles result;
  std::optional<std::uint32_t> rate;
  std::size_t used = 0;
  for (const std::string& path : paths) {
    pulse();
    try {
      OpenWav wav(path);
      const bool fits = wav.bytes() <= memory.size() - used;
      const bool matches =
          !rate || (wav.header.sampleRate == *rate && wav.header.isInt16() == result.isInt16);
      if (!fits || !matches) {
        if (!rate && result.files.empty()) result.bytesNeeded = wav.bytes();
        break;
      }
      wav.read(memory.subspan(used, wav.bytes()), pulse);
      rate = wav.header.sampleRate;
      result.isInt16 = wav.header.isInt16();
      result.files.push_back({"", *rate, wav.header.frames});
      used += wav.bytes();
    } catch (const Error& error) {
      result.files.push_back({error.what()});
    }
  }
  return result;
}

}  // namespace ser::dsp
