#pragma once

#include <cstddef>
#include <cstdint>

#include "byte_source.h"

namespace ser::dsp {

/// What a WAV file's header says, checked against the bytes that are there.
struct WavHeader {
  enum class Encoding { u8, s16, s24, s32, f32, f64 };

  Encoding encoding;
  std::uint16_t channels;
  std::uint32_t sampleRate;  // Hz
  std::uint64_t start;       // the byte at which the audio begins
  std::uint64_t frames;      // samples of every channel

  std::size_t bytesPerSample() const;
  std::size_t bytesPerFrame() const { return channels * bytesPerSample(); }
  /// Mono of 16 bits: then samples are used as they stand, without a conversion to float.
  bool isInt16() const { return encoding == Encoding::s16 && channels == 1; }
};

/// Walks a file's chunks up to its audio: PCM of 8 to 32 bits or float of 32 and 64, plain or extensible, as
/// RIFF, RF64 or BW64. `frames` of them are in the file.
///
/// Follows "Multimedia Programming Interface and Data Specifications 1.0" (IBM and Microsoft, 1991),
/// Microsoft's WAVEFORMATEXTENSIBLE, and EBU Tech 3306 for RF64, as packages/dataset/src/audio/wav.ts does.
///
/// Throws ser::Error where the header can't be used: why, without the file's name.
WavHeader readWavHeader(ByteSource& source);

}  // namespace ser::dsp
