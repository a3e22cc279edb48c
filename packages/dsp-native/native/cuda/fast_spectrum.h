#pragma once

#include "real_fft.h"
#include "spectrum_task.h"

namespace ser::dsp::cuda {

/// The fused kernel of FFT sizes that are powers of two: raw samples to mel bands (or spectra) with nothing
/// between them in device memory. A block does several frames at once; each is a RealFft's threads wide.
template <class T, int size>
struct FastSpectrum {
  using Fft = RealFft<T, size>;
  static constexpr int frames = blockThreads / Fft::threads;

  SpectrumTask task;
  const Complex<T>* twiddles;  // exp(-2πij / size), j < size / 2

  std::size_t sharedBytes() const {
    return frames * Fft::bufferSize * sizeof(Complex<T>) + melSharedBytes(task, frames);
  }

  template <class Block>
  SER_DEVICE void operator()(const Block& block) const {
    struct Lane {
      Frame frame;
      Complex<T> v[Fft::values];
    };
    typename Block::template Each<Lane> each(block);
    auto* buffers = reinterpret_cast<Complex<T>*>(block.shared());
    auto* melMemory = reinterpret_cast<float*>(buffers + frames * Fft::bufferSize);
    const auto bufferOf = [&](int thread) { return buffers + thread / Fft::threads * Fft::bufferSize; };
    const auto powerOf = [&](int frame) {
      return reinterpret_cast<float*>(buffers + frame * Fft::bufferSize);
    };

    const bool listed = sizeof(T) == sizeof(double) && task.again;
    const std::uint32_t* list = listed ? task.again : nullptr;
    const std::uint32_t count = listed ? *task.againCount : task.rows;
    for (std::uint32_t group = block.index(); group * frames < count; group += block.count()) {
      each.run([&](int thread, Lane& lane) {
        const int u = thread % Fft::threads;
        lane.frame = findFrame(task, list, group * frames + thread / Fft::threads, count);
        read(lane.frame, u, lane.v);
        Fft::firstPass(lane.v, u, bufferOf(thread));
      });
      if constexpr (Fft::middleRadix > 1) {
        each.run([&](int thread, Lane& lane) {
          Fft::readMiddle(lane.v, thread % Fft::threads, bufferOf(thread), twiddles);
        });
        each.run([&](int thread, Lane& lane) {
          Fft::writeMiddle(lane.v, thread % Fft::threads, bufferOf(thread));
        });
      }
      each.run([&](int thread, Lane& lane) {
        Fft::lastPass(lane.v, thread % Fft::threads, bufferOf(thread), twiddles);
      });
      each.run([&](int thread, Lane& lane) {
        const int u = thread % Fft::threads;
        if (task.mel) {
          lane.frame.loudest = writePowers(lane.v, u, powerOf(thread / Fft::threads));
        } else if (lane.frame.active) {
          writeSpectrum(lane.v, u, task.output + std::size_t(lane.frame.row) * (size + 2));
        }
      });
      finishFrames<T, frames>(block, task, each, melMemory, powerOf);
    }
  }

 private:
  /// The thread's pairs of samples, windowed.
  SER_DEVICE void read(Frame& frame, int u, Complex<T> (&v)[Fft::values]) const {
    if (!frame.active) {
      SER_UNROLL
      for (Complex<T>& value : v) value = {};
      return;
    }
    const Span span = frame.span;
    if (span.inside(size) && span.start % 2 == 0) {
      // A pair is one access.
      if (task.chunk.integers) {
        const auto* pairs = static_cast<const std::uint32_t*>(task.chunk.samples) + span.start / 2;
        SER_UNROLL
        for (int slot = 0; slot < Fft::values; ++slot) {
          const std::uint32_t pair = pairs[Fft::inputPair(u, slot)];
          v[slot] = {T(toFloat(static_cast<std::int16_t>(pair & 0xffff))),
                     T(toFloat(static_cast<std::int16_t>(pair >> 16)))};
        }
      } else {
        const auto* pairs = static_cast<const Complex<float>*>(task.chunk.samples) + span.start / 2;
        SER_UNROLL
        for (int slot = 0; slot < Fft::values; ++slot) {
          const Complex<float> pair = pairs[Fft::inputPair(u, slot)];
          v[slot] = {T(pair.re), T(pair.im)};
        }
      }
    } else {
      SER_UNROLL
      for (int slot = 0; slot < Fft::values; ++slot) {
        const int at = 2 * Fft::inputPair(u, slot);
        v[slot] = {T(sampleOf(task, span, at)), T(sampleOf(task, span, at + 1))};
      }
    }
    const auto* window = static_cast<const Complex<T>*>(task.window);
    float energy = 0;
    bool silent = true;
    SER_UNROLL
    for (int slot = 0; slot < Fft::values; ++slot) {
      const Complex<T> weights = window[Fft::inputPair(u, slot)];
      if constexpr (sizeof(T) == sizeof(float)) silent = silent && v[slot].re == 0 && v[slot].im == 0;
      v[slot] = {v[slot].re * weights.re, v[slot].im * weights.im};
      if constexpr (sizeof(T) == sizeof(float)) energy += v[slot].re * v[slot].re + v[slot].im * v[slot].im;
    }
    frame.energy = guardedEnergy(energy, silent);
  }

  /// Writes the thread's bins' powers and gives the largest of them.
  SER_DEVICE float writePowers(const Complex<T> (&v)[Fft::values], int u, float* power) const {
    float loudest = 0;
    const auto write = [&](int bin, Complex<T> x) {
      const float value = binPower(x, task.exponent);
      power[bin] = value;
      loudest = larger(loudest, value);
    };
    SER_UNROLL
    for (int i = 0; i < 8; ++i) {
      const int bin = Fft::bin(u, i);
      if (i == 0 && u == 0) {
        write(0, {v[0].re, 0});
        write(Fft::half, {v[0].im, 0});
        write(Fft::half / 2, v[8]);
      } else {
        write(bin, v[i]);
        write(Fft::half - bin, v[8 + i]);
      }
    }
    return loudest;
  }

  SER_DEVICE void writeSpectrum(const Complex<T> (&v)[Fft::values], int u, float* row) const {
    auto* bins = reinterpret_cast<Complex<float>*>(row);
    const auto rounded = [](Complex<T> x) { return Complex<float>{float(x.re), float(x.im)}; };
    SER_UNROLL
    for (int i = 0; i < 8; ++i) {
      const int bin = Fft::bin(u, i);
      if (i == 0 && u == 0) {
        bins[0] = {float(v[0].re), 0};
        bins[Fft::half] = {float(v[0].im), 0};
        bins[Fft::half / 2] = rounded(v[8]);
      } else {
        bins[bin] = rounded(v[i]);
        bins[Fft::half - bin] = rounded(v[8 + i]);
      }
    }
  }
};

}  // namespace ser::dsp::cuda
