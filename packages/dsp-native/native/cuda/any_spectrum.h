#pragma once

#include "complex.h"
#include "spectrum_task.h"

namespace ser::dsp::cuda {

/// The kernel of all other FFT sizes, in double: a block a frame, the frame in shared memory, a pass for
/// every factor of the size. A thread sums an output's terms, whatever the factor: not the fewest operations,
/// but one loop for every size, and it keeps up with the bus that brings the samples.
struct AnySpectrum {
  static constexpr int mostFactors = 20;

  SpectrumTask task;
  int points;                       // of the complex transform: half an even size, an odd one itself
  const Complex<double>* turns;     // exp(-2πik / points)
  const Complex<double>* twiddles;  // exp(-2πik / fftSize), k ≤ points / 2, of even sizes
  int factors[mostFactors];         // whose product is `points`
  int factorCount;

  std::size_t sharedBytes() const {
    return 2 * std::size_t(points) * sizeof(Complex<double>) + melSharedBytes(task, 1);
  }

  template <class Block>
  SER_DEVICE void operator()(const Block& block) const {
    struct Lane {
      Frame frame;
    };
    typename Block::template Each<Lane> each(block);
    auto* from = reinterpret_cast<Complex<double>*>(block.shared());
    auto* to = from + points;
    auto* melMemory = reinterpret_cast<float*>(to + points);
    const bool even = task.fftSize % 2 == 0;
    const int bins = task.fftSize / 2 + 1;

    for (std::uint32_t row = block.index(); row < task.rows; row += block.count()) {
      each.run([&](int thread, Lane& lane) {
        lane.frame = findFrame(task, nullptr, row, task.rows);
        const auto* window = static_cast<const double*>(task.window);
        const auto windowed = [&](int i) { return window[i] * sampleOf(task, lane.frame.span, i); };
        for (int i = thread; i < points; i += blockThreads) {
          from[i] =
              even ? Complex<double>{windowed(2 * i), windowed(2 * i + 1)} : Complex<double>{windowed(i), 0};
        }
      });
      int done = 1;
      for (int i = 0; i < factorCount; ++i) {
        each.run([&](int thread, Lane&) { pass(factors[i], done, from, to, thread); });
        done *= factors[i];
        auto* const swapped = from;
        from = to;
        to = swapped;
      }
      // The spectrum goes to device memory, or its powers to where the last pass no longer reads.
      auto* power = reinterpret_cast<float*>(to);
      auto* output = reinterpret_cast<Complex<float>*>(task.output) + std::size_t(row) * bins;
      const auto write = [&](int bin, Complex<double> x) {
        if (task.mel) {
          power[bin] = binPower(x, task.exponent);
        } else {
          output[bin] = {float(x.re), float(x.im)};
        }
      };
      each.run([&](int thread, Lane&) {
        if (even) {
          for (int k = thread; 2 * k <= points; k += blockThreads) takeApart(from, k, write);
        } else {
          for (int k = thread; k < bins; k += blockThreads)
            write(k, k == 0 ? Complex<double>{from[0].re, 0} : from[k]);
        }
      });
      finishFrames<double, 1>(block, task, each, melMemory, [&](int) { return power; });
    }
  }

 private:
  /// Stockham's pass: transforms of size `done` become transforms of size done × radix.
  SER_DEVICE void pass(int radix, int done, const Complex<double>* from, Complex<double>* to,
                       int thread) const {
    const int grown = done * radix;
    for (int output = thread; output < points; output += blockThreads) {
      const int rest = output % grown;
      const int first = output / grown * done + rest % done;
      const int turn = rest * (points / grown);  // below points
      Complex<double> sum{0, 0};
      int angle = 0;
      for (int term = 0; term < radix; ++term) {
        sum = sum + from[first + term * (points / radix)] * turns[angle];
        angle += turn;
        if (angle >= points) angle -= points;
      }
      to[output] = sum;
    }
  }

  /// Bins k and points - k of the real spectrum (see RealFft).
  template <class Write>
  SER_DEVICE void takeApart(const Complex<double>* z, int k, const Write& write) const {
    if (k == 0) {
      write(0, {z[0].re + z[0].im, 0});
      write(points, {z[0].re - z[0].im, 0});
      return;
    }
    const Complex<double> mirror = z[points - k];
    const Complex<double> even{0.5 * (z[k].re + mirror.re), 0.5 * (z[k].im - mirror.im)};
    const Complex<double> odd{0.5 * (z[k].im + mirror.im), 0.5 * (mirror.re - z[k].re)};
    const Complex<double> turned = odd * twiddles[k];
    write(k, even + turned);
    if (2 * k != points) write(points - k, conjugate(even - turned));
  }
};

}  // namespace ser::dsp::cuda
