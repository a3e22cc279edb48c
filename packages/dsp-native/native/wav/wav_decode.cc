#include "wav_decode.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include "little_endian.h"
#include "ser/error.h"

namespace ser::dsp {
namespace {

constexpr std::size_t bytesPerStep = std::size_t{1} << 18;

/// Float files may overshoot full scale, or count as 32-bit integers do; more would overflow the features.
constexpr float largestSample = 2147483648.0f;

struct U8 {
  static constexpr std::size_t width = 1;
  static double read(const std::byte* at) { return (static_cast<int>(*at) - 128) / 128.0; }
};

struct S16 {
  static constexpr std::size_t width = 2;
  static double read(const std::byte* at) {
    return static_cast<std::int16_t>(littleEndian<std::uint16_t>(at)) / 32768.0;
  }
};

struct S24 {
  static constexpr std::size_t width = 3;
  static double read(const std::byte* at) {
    const std::int32_t upper = static_cast<std::int8_t>(at[2]);
    return (upper * 65536 + littleEndian<std::uint16_t>(at)) / 8388608.0;
  }
};

struct S32 {
  static constexpr std::size_t width = 4;
  static double read(const std::byte* at) {
    return static_cast<std::int32_t>(littleEndian<std::uint32_t>(at)) / 2147483648.0;
  }
};

struct F32 {
  static constexpr std::size_t width = 4;
  static double read(const std::byte* at) { return std::bit_cast<float>(littleEndian<std::uint32_t>(at)); }
};

struct F64 {
  static constexpr std::size_t width = 8;
  static double read(const std::byte* at) { return std::bit_cast<double>(littleEndian<std::uint64_t>(at)); }
};

template <class Sample>
void toMono(const std::byte* from, std::size_t channels, std::span<float> to) {
  for (float& value : to) {
    double sum = 0;
    for (std::size_t c = 0; c < channels; ++c, from += Sample::width) sum += Sample::read(from);
    value = static_cast<float>(sum / static_cast<double>(channels));
  }
}

void toMono(const std::byte* from, const WavHeader& header, std::span<float> to) {
  switch (header.encoding) {
    case WavHeader::Encoding::u8:
      return toMono<U8>(from, header.channels, to);
    case WavHeader::Encoding::s16:
      return toMono<S16>(from, header.channels, to);
    case WavHeader::Encoding::s24:
      return toMono<S24>(from, header.channels, to);
    case WavHeader::Encoding::s32:
      return toMono<S32>(from, header.channels, to);
    case WavHeader::Encoding::f32:
      return toMono<F32>(from, header.channels, to);
    case WavHeader::Encoding::f64:
      return toMono<F64>(from, header.channels, to);
  }
}

/// Reads `header`'s audio piece by piece: `handle(bytes, first, count)` is given `count` frames from `first`
/// on.
template <class Handle>
void forEachStep(const WavHeader& header, const Pulse& pulse, const Handle& handle) {
  const std::size_t step = std::max<std::size_t>(1, bytesPerStep / header.bytesPerFrame());
  for (std::uint64_t first = 0; first < header.frames; first += step) {
    pulse();
    handle(first, static_cast<std::size_t>(std::min<std::uint64_t>(step, header.frames - first)));
  }
}

}  // namespace

void readInt16(ByteSource& source, const WavHeader& header, std::span<std::int16_t> to, const Pulse& pulse) {
  forEachStep(header, pulse, [&](std::uint64_t first, std::size_t count) {
    const auto part = to.subspan(first, count);
    source.read(header.start + first * sizeof(std::int16_t), std::as_writable_bytes(part));
    if constexpr (std::endian::native == std::endian::big) {
      for (std::int16_t& sample : part) {
        sample = static_cast<std::int16_t>(
            littleEndian<std::uint16_t>(reinterpret_cast<const std::byte*>(&sample)));
      }
    }
  });
}

void readFloats(ByteSource& source, const WavHeader& header, std::span<float> to, const Pulse& pulse) {
  std::vector<std::byte> raw;
  forEachStep(header, pulse, [&](std::uint64_t first, std::size_t count) {
    raw.resize(count * header.bytesPerFrame());
    source.read(header.start + first * header.bytesPerFrame(), raw);
    const auto part = to.subspan(first, count);
    toMono(raw.data(), header, part);
    for (const float& sample : part) {
      if (std::abs(sample) <= largestSample) continue;  // false for NaN, too
      const std::uint64_t index = first + static_cast<std::uint64_t>(&sample - part.data());
      throw Error("its sample " + std::to_string(index) + " is " + std::to_string(sample) +
                  "; samples are numbers around ±1");
    }
  });
}

}  // namespace ser::dsp
