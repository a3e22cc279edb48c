#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "wav_decode.h"

namespace ser::dsp {

/// What came of one file: why it can't be read, or its samples and rate.
struct FileOutcome {
  std::string error;
  std::uint32_t sampleRate = 0;
  std::uint64_t samples = 0;
};

/// Some files' samples, end to end in the memory that the caller gave.
struct ReadFiles {
  std::vector<FileOutcome> files;  // the first of those asked for
  bool isInt16 = false;            // else float
  /// Not 0 if the next file has room in no smaller memory than this, and no other file was taken.
  std::uint64_t bytesNeeded = 0;
};

/// Reads files from the first on, as many as share a rate and a kind of sample and have room in `memory`.
/// Files that can't be read take none. What they are told by comes from the files alone, so the same files
/// give the same groups. `pulse` is called every megabyte or so, and may throw to stop.
ReadFiles readFiles(std::span<const std::string> paths, std::span<std::byte> memory, const Pulse& pulse);

}  // namespace ser::dsp
