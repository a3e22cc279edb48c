#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "byte_source.h"
#include "wav_header.h"

namespace ser::dsp {

/// Called every megabyte or so of a long file; may throw to stop.
using Pulse = std::function<void()>;

/// Reads the audio of a file for which `header.isInt16()`, as it stands. `to` has room for `header.frames`
/// samples.
void readInt16(ByteSource& source, const WavHeader& header, std::span<std::int16_t> to, const Pulse& pulse);

/// Reads any audio as floats around [-1, 1]: the mean of all channels, computed in double and then rounded.
/// Throws ser::Error for a sample that is no finite number, or so large that features would overflow.
void readFloats(ByteSource& source, const WavHeader& header, std::span<float> to, const Pulse& pulse);

}  // namespace ser::dsp
