#include "wav_header.h"

#include <array>
#include <optional>
#include <string>

#include "little_endian.h"
#include "ser/error.h"

namespace ser::dsp {
namespace {

constexpr std::uint32_t unknownSize = 0xffff'ffff;  // RF64: the ds64 chunk has it

/// Far beyond what microphones and converters do; a header that says otherwise is damaged.
constexpr std::uint32_t lowestRate = 1'000;
constexpr std::uint32_t highestRate = 768'000;

std::string bytes(std::uint64_t count) { return std::to_string(count) + " bytes"; }

struct Format {
  WavHeader::Encoding encoding;
  std::uint16_t channels;
  std::uint32_t sampleRate;
};

/// A file, read a few bytes at a time.
class Reader {
 public:
  explicit Reader(ByteSource& source) : source_(source) {}

  std::uint64_t size() const { return source_.size(); }

  template <class T>
  T number(std::uint64_t position) {
    std::array<std::byte, sizeof(T)> raw;
    source_.read(position, raw);
    return littleEndian<T>(raw.data());
  }

  std::string tag(std::uint64_t position) {
    std::array<std::byte, 4> raw;
    source_.read(position, raw);
    std::string text;
    for (const std::byte byte : raw) {
      const auto code = static_cast<char>(byte);
      text += code >= 0x20 && code < 0x7f ? code : '?';
    }
    return text;
  }

 private:
  ByteSource& source_;
};

std::optional<WavHeader::Encoding> pcm(unsigned bits) {
  using enum WavHeader::Encoding;
  constexpr std::array widths{u8, s16, s24, s32};
  const unsigned width = (bits + 7) / 8;  // odd widths fill the upper bits of whole bytes
  if (width < 1 || width > widths.size()) return std::nullopt;
  return widths[width - 1];
}

std::optional<WavHeader::Encoding> floats(unsigned bits) {
  if (bits == 32) return WavHeader::Encoding::f32;
  if (bits == 64) return WavHeader::Encoding::f64;
  return std::nullopt;
}

Format readFormat(Reader& file, std::uint64_t start, std::uint32_t size) {
  if (size < 16) throw Error("its fmt chunk has " + bytes(size) + ", at least 16 are needed");
  auto code = file.number<std::uint16_t>(start);
  if (code == 0xfffe) {
    if (size < 40) throw Error("its extensible fmt chunk has " + bytes(size) + ", 40 are needed");
    code = file.number<std::uint16_t>(start + 24);
  }
  if (code != 1 && code != 3) {
    throw Error("its audio has the format code " + std::to_string(code) + "; convert it to PCM");
  }
  const auto channels = file.number<std::uint16_t>(start + 2);
  const auto sampleRate = file.number<std::uint32_t>(start + 4);
  const auto blockAlign = file.number<std::uint16_t>(start + 12);
  const auto bits = file.number<std::uint16_t>(start + 14);
  const auto encoding = code == 1 ? pcm(bits) : floats(bits);
  if (!encoding) {
    throw Error("its header declares " + std::to_string(bits) + " bits a sample, which format " +
                std::to_string(code) + " hasn't");
  }
  if (channels == 0) throw Error("its header declares no channel");
  const WavHeader header{*encoding, channels, sampleRate, 0, 0};
  if (blockAlign != header.bytesPerFrame()) {
    throw Error("its header declares blocks of " + bytes(blockAlign) + ", but " + std::to_string(channels) +
                " × " + std::to_string(bits) + " bits take " + std::to_string(header.bytesPerFrame()));
  }
  if (sampleRate < lowestRate || sampleRate > highestRate) {
    throw Error("its sampling rate of " + std::to_string(sampleRate) + " Hz can't be right");
  }
  return {*encoding, channels, sampleRate};
}

std::uint64_t readLongDataSize(Reader& file, std::uint64_t start, std::uint32_t size) {
  if (size < 16) throw Error("its ds64 chunk has " + bytes(size) + ", at least 16 are needed");
  return file.number<std::uint64_t>(start + 8);
}

/// Sizes that writers leave in a header which they couldn't go back to: "to the end". SoX writes the third.
bool isUnknown(std::uint64_t size) { return size == 0 || size == unknownSize || size == 0x7fff'f000; }

/// How many of the data chunk's `present` bytes are audio.
std::uint64_t dataSize(Reader& file, std::uint32_t declared, std::optional<std::uint64_t> longSize,
                       std::uint64_t present) {
  const std::uint64_t size = declared == unknownSize && longSize ? *longSize : declared;
  // A header that was finished tells the truth: its data is empty, and what follows is other chunks.
  const bool finished = file.number<std::uint32_t>(4) == file.size() - 8;
  if (size == 0 && finished) return 0;
  if (isUnknown(size)) return present;
  if (size > present) {
    throw Error("truncated: its header declares " + bytes(size) + " of audio, " + bytes(present) +
                " are there");
  }
  return size;
}

}  // namespace

std::size_t WavHeader::bytesPerSample() const {
  constexpr std::array<std::size_t, 6> sizes{1, 2, 3, 4, 4, 8};
  return sizes[static_cast<std::size_t>(encoding)];
}

WavHeader readWavHeader(ByteSource& source) {
  Reader file(source);
  if (file.size() == 0) throw Error("it is empty");
  if (file.size() < 12) throw Error("it is not a WAV file");
  const std::string riff = file.tag(0);
  const bool isLong = riff == "RF64" || riff == "BW64";
  if ((riff != "RIFF" && !isLong) || file.tag(8) != "WAVE") throw Error("it is not a WAV file");

  std::optional<Format> format;
  std::optional<std::uint64_t> longSize;
  for (std::uint64_t position = 12; position + 8 <= file.size();) {
    const std::string id = file.tag(position);
    const auto declared = file.number<std::uint32_t>(position + 4);
    const std::uint64_t start = position + 8;
    const std::uint64_t present = file.size() - start;
    if (id == "data") {
      if (!format) throw Error("its data chunk comes before its fmt chunk");
      WavHeader header{format->encoding, format->channels, format->sampleRate, start, 0};
      header.frames = dataSize(file, declared, longSize, present) / header.bytesPerFrame();
      if (header.frames == 0) throw Error("it holds no samples");
      return header;
    }
    if (declared > present) {
      throw Error("truncated: its '" + id + "' chunk declares " + bytes(declared) + ", " + bytes(present) +
                  " are there");
    }
    if (id == "fmt ") format = readFormat(file, start, declared);
    if (id == "ds64" && isLong) longSize = readLongDataSize(file, start, declared);
    position = start + declared;
    // Chunks of odd size are padded with a zero byte, which some writers forget; no chunk name begins with
    // one.
    if (declared % 2 == 1 && position < file.size() && file.number<std::uint8_t>(position) == 0) ++position;
  }
  throw Error(std::string("truncated: it ends before its ") + (format ? "data" : "fmt") + " chunk");
}

}  // namespace ser::dsp
