// Feeds arbitrary bytes to the WAV reader as a file's content: it must refuse them with a sentence, or give samples that
// were there and are finite.

#include <cmath>
#include <cstdlib>
#include <vector>

#include "ser/error.h"
#include "wav/wav_decode.h"

namespace {

class MemorySource final : public ser::dsp::ByteSource {
 public:
  explicit MemorySource(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::uint64_t size() const override { return bytes_.size(); }

  void read(std::uint64_t position, std::span<std::byte> to) override {
    // The reader asks for nothing beyond the end, whatever the header says.
    if (position > bytes_.size() || to.size() > bytes_.size() - position) std::abort();
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(position), to.size(), to.begin());
  }

 private:
  std::span<const std::byte> bytes_;
};

void readAll(std::span<const std::byte> bytes) {
  MemorySource source(bytes);
  const ser::dsp::WavHeader header = ser::dsp::readWavHeader(source);
  // What is allocated follows from what is there.
  if (header.frames == 0 || header.start > bytes.size()) std::abort();
  if (header.frames > (bytes.size() - header.start) / header.bytesPerFrame()) std::abort();
  if (header.isInt16()) {
    std::vector<std::int16_t> samples(header.frames);
    ser::dsp::readInt16(source, header, samples, [] {});
  }
  std::vector<float> samples(header.frames);
  ser::dsp::readFloats(source, header, samples, [] {});
  for (const float sample : samples) {
    if (!std::isfinite(sample)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    readAll(std::as_bytes(std::span(data, size)));
  } catch (const ser::Error&) {
  }
  return 0;
}
