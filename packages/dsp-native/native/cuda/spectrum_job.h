#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "../engine.h"
#include "any_spectrum.h"
#include "fast_spectrum.h"
#include "plan.h"
#include "tables.h"

namespace ser::dsp::cuda {

/// What a block may use of shared memory on every device without asking.
inline constexpr std::size_t mostShared = 48 * 1024;

/// The memory that a launch of spectra works on: a chunk on the device, and where its results go.
struct SpectrumMemory {
  Chunk chunk;
  std::uint32_t rows;
  float* output;
  std::uint32_t* peaks;       // one a piece; only for decibels
  std::uint32_t* again;       // room for a number a row
  std::uint32_t* againCount;  // 0
  const unsigned char* tables;
};

/// Spectra of one choice of parameters, or mel bands: the tables that kernels need, and which kernels those
/// are.
class SpectrumJob {
 public:
  explicit SpectrumJob(const StftParams& stft) : SpectrumJob(stft, nullptr) {}
  explicit SpectrumJob(const MelParams& mel) : SpectrumJob(mel.stft, &mel) {}

  /// Whether a frame fits into a block's shared memory; if not, there is no kernel for it.
  bool fits() const { return sharedBytes_ <= mostShared; }

  const std::vector<unsigned char>& tables() const { return tables_.bytes(); }

  /// More tables, for what follows; gives their place.
  std::size_t addTable(const std::vector<float>& values) { return tables_.add(values); }

  /// What a row reads.
  Reach reach() const {
    // A mirrored frame reads within a frame's length of the clip's end.
    const std::int64_t halo = task_.reflect ? task_.fftSize : 0;
    return {static_cast<std::uint64_t>(task_.hopLength), 1, task_.padding + halo,
            task_.fftSize - task_.padding + halo};
  }

  template <class Device>
  void launch(Device& device, int stream, const SpectrumMemory& memory) const {
    SpectrumTask task = task_;
    task.chunk = memory.chunk;
    task.rows = memory.rows;
    task.output = memory.output;
    task.peaks = memory.peaks;
    task.filters.pieces = at<MelPiece>(memory, pieces_);
    task.filters.weights = at<float>(memory, weights_);
    task.filters.bandOffsets = at<std::uint32_t>(memory, bandOffsets_);
    if (fast_) {
      ofSize(task.fftSize,
             [&](auto size) { launchFast<decltype(size)::value>(device, stream, task, memory); });
    } else {
      launchAny(device, stream, task, memory);
    }
  }

 private:
  SpectrumJob(const StftParams& stft, const MelParams* mel);

  /// Calls `use` with the size as a type.
  template <class Use>
  static void ofSize(int size, const Use& use) {
    switch (size) {
      case 256:
        return use(std::integral_constant<int, 256>());
      case 512:
        return use(std::integral_constant<int, 512>());
      case 1024:
        return use(std::integral_constant<int, 1024>());
      case 2048:
        return use(std::integral_constant<int, 2048>());
      default:
        return use(std::integral_constant<int, 4096>());
    }
  }

  template <class T>
  static const T* at(const SpectrumMemory& memory, std::size_t place) {
    return reinterpret_cast<const T*>(memory.tables + place);
  }

  template <int size, class Device>
  void launchFast(Device& device, int stream, SpectrumTask task, const SpectrumMemory& memory) const {
    using InFloat = FastSpectrum<float, size>;
    using InDouble = FastSpectrum<double, size>;
    std::uint32_t blocks = (task.rows + InDouble::frames - 1) / InDouble::frames;
    if (inFloat_) {
      task.again = memory.again;
      task.againCount = memory.againCount;
      task.window = at<void>(memory, window_);
      device.launch(stream, InFloat{task, at<Complex<float>>(memory, twiddles_)}, blocks);
      // The host doesn't know how many there are to do again: few, mostly.
      blocks = std::min(blocks, 4 * device.multiprocessors());
    }
    task.window = at<void>(memory, windowInDouble_);
    device.launch(stream, InDouble{task, at<Complex<double>>(memory, twiddlesInDouble_)}, blocks);
  }

  template <class Device>
  void launchAny(Device& device, int stream, SpectrumTask task, const SpectrumMemory& memory) const {
    task.window = at<void>(memory, windowInDouble_);
    AnySpectrum kernel{};
    kernel.task = task;
    kernel.points = points_;
    kernel.turns = at<Complex<double>>(memory, turns_);
    kernel.twiddles = at<Complex<double>>(memory, twiddlesInDouble_);
    for (const int factor : factors_) kernel.factors[kernel.factorCount++] = factor;
    device.launch(stream, kernel, task.rows);
  }

  SpectrumTask task_{};
  bool fast_;
  bool inFloat_;
  int points_;
  std::vector<int> factors_;
  std::size_t sharedBytes_ = 0;
  TableBytes tables_;
  // Places in the tables.
  std::size_t window_ = 0, windowInDouble_ = 0, twiddles_ = 0, twiddlesInDouble_ = 0, turns_ = 0;
  std::size_t pieces_ = 0, weights_ = 0, bandOffsets_ = 0;
};

}  // namespace ser::dsp::cuda
