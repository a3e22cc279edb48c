#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "clip_pieces.h"
#include "guard.h"
#include "mel_rows.h"

namespace ser::dsp::cuda {

/// Frames to spectra, or all the way to mel bands: what a kernel of that kind is told. Pointers are the
/// device's.
struct SpectrumTask {
  Chunk chunk;
  std::uint32_t rows;
  int fftSize;
  std::int64_t hopLength;
  std::int64_t padding;  // samples before a clip's first one at which its first frame starts
  bool reflect;          // mirror a clip at its ends; else zeros
  const void* window;    // fftSize values of the kernel's type

  float* output;  // rows of complex values, or of bands
  bool mel;
  MelFilterBank filters;
  MelScale scale;
  double exponent;       // of the magnitude
  std::uint32_t* peaks;  // one a piece, ordered (see toOrdered): raised where the scale is decibels

  // Rows that want double: kernels in float append to the list, those in double do the listed rows alone. No
  // list: all.
  std::uint32_t* again;
  std::uint32_t* againCount;
};

/// A frame, as one of its threads knows it.
struct Frame {
  bool active;  // false beyond the last row
  std::uint32_t row;
  std::uint32_t piece;
  Span span;
  // What this thread knows of it (see guard.h).
  float energy;   // of what it has read
  float loudest;  // power of its bins
  float largest;  // of the bands that it has written
};

/// The frame that is the `number`th to do.
SER_DEVICE Frame findFrame(const SpectrumTask& task, const std::uint32_t* list, std::uint32_t number,
                           std::uint32_t count) {
  Frame frame{};
  frame.active = number < count;
  if (!frame.active) return frame;
  frame.row = list ? list[number] : number;
  frame.piece = findPiece(task.chunk.rowOffsets, task.chunk.pieceCount, frame.row);
  const ClipPiece& piece = task.chunk.pieces[frame.piece];
  const std::int64_t index = piece.firstRow + (frame.row - task.chunk.rowOffsets[frame.piece]);
  frame.span = spanOf(piece, index * task.hopLength - task.padding);
  return frame;
}

SER_DEVICE float sampleOf(const SpectrumTask& task, const Span& span, int offset) {
  const int position = span.start + offset;
  return task.reflect ? sampleOrMirrored(task.chunk, span, position)
                      : sampleOrZero(task.chunk, span, position);
}

/// A bin's magnitude to the power `exponent`. In float32 that is 2: the guard knows of no other, and roots
/// are better left to double.
SER_DEVICE float binPower(Complex<float> x, double) { return x.re * x.re + x.im * x.im; }

SER_DEVICE float binPower(Complex<double> x, double exponent) {
  const double squared = x.re * x.re + x.im * x.im;
  if (exponent == 2) return static_cast<float>(squared);
  if (exponent == 1) return static_cast<float>(sqrt(squared));
  return static_cast<float>(pow(squared, exponent / 2));
}

/// Shared memory behind the spectra: the filters' pieces, and three values a thread.
inline std::size_t melSharedBytes(const SpectrumTask& task, int frames) {
  const std::size_t sums = task.mel ? std::size_t(frames) * task.filters.pieceCount : 0;
  return (sums + 3 * blockThreads) * sizeof(float);
}

/// The second half of every kernel here: from the power spectra of a block's frames in shared memory to mel
/// bands, if those are wanted, and from what the threads know of their frames to whether one must be done
/// again and how loud its clip is. `each` holds a `Frame frame` a thread; `memory` has melSharedBytes.
template <class T, int frames, class Block, class Threads, class SpectrumOf>
SER_DEVICE void finishFrames(const Block& block, const SpectrumTask& task, Threads& each, float* memory,
                             const SpectrumOf& spectrumOf) {
  constexpr bool guarded = sizeof(T) == sizeof(float);
  constexpr int threads = blockThreads / frames;
  const MelFilterBank& filters = task.filters;
  const MelScale scale = guarded ? MelScale::power : task.scale;
  if (task.mel) {
    each.run([&](int thread, auto&) { sumPieces<frames>(filters, thread, spectrumOf, memory); });
    each.run([&](int thread, auto& state) {
      Frame& frame = state.frame;
      if (!frame.active) return;
      float* row = task.output + std::size_t(frame.row) * filters.bands;
      const float* sums = memory + thread / threads * filters.pieceCount;
      frame.largest = writeBands(filters, scale, thread % threads, threads, sums, row);
    });
    memory += frames * filters.pieceCount;
  }
  if (!guarded && !(task.mel && scale == MelScale::decibels)) return;

  // One value of all the frame's threads': by eight of them, then by one.
  constexpr int strands = 8;
  float* energy = memory;
  float* loudest = energy + blockThreads;
  float* largest = loudest + blockThreads;
  const auto add = [&](int thread, int other) {
    energy[thread] += energy[other];
    loudest[thread] = larger(loudest[thread], loudest[other]);
    largest[thread] = larger(largest[thread], largest[other]);
  };
  each.run([&](int thread, auto& state) {
    energy[thread] = state.frame.energy;
    loudest[thread] = state.frame.loudest;
    largest[thread] = state.frame.largest;
  });
  each.run([&](int thread, auto&) {
    const int end = (thread / threads + 1) * threads;
    if (thread % threads >= strands) return;
    for (int other = thread + strands; other < end; other += strands) add(thread, other);
  });
  each.run([&](int thread, auto& state) {
    if (thread % threads != 0 || !state.frame.active) return;
    for (int i = 1; i < strands; ++i) add(thread, thread + i);
    if constexpr (guarded) {
      const bool again = task.mel
                             ? needsDouble(energy[thread], loudest[thread], filters.widest, largest[thread])
                             : isExtreme(energy[thread]);
      if (again) task.again[block.fetchAdd(task.againCount, 1)] = state.frame.row;
    } else {
      block.raise(task.peaks + state.frame.piece, toOrdered(largest[thread]));
    }
  });
}

}  // namespace ser::dsp::cuda
