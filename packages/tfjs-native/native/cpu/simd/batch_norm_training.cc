#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "cpu/simd/kernels.h"
#include "cpu/simd/past.h"
#include "cpu/simd/vec.h"

/// Batch normalisation as training has it (Ioffe & Szegedy, 2015), forward and back, each in two passes over
/// the images.
namespace ser::tfjs::SER_SIMD {
namespace {

/// Rows of few channels, several as one, so that vectors are full: `repeats` rows of `channels` are a line.
struct Lines {
  std::size_t rows, channels, repeats, size;

  explicit Lines(const Shape& x) : rows(x[0]), channels(x[1]), repeats(1), size(channels) {
    repeats = lanes / std::gcd(channels, lanes);
    while (repeats * channels < 4 * lanes) repeats *= 2;
    size = repeats * channels;
  }

  /// Repeats a line's first `channels` values along it.
  void repeat(float* line) const {
    for (std::size_t i = 1; i < repeats; ++i) std::copy(line, line + channels, line + i * channels);
  }

  /// The channels' values, one after another, along a line.
  void spread(const float* values, float* line) const {
    std::copy(values, values + channels, line);
    repeat(line);
  }

  /// Adds a line's sums to those of the channels.
  void gather(const float* line, double* sums) const {
    for (std::size_t i = 0; i < size; ++i) sums[i % channels] += static_cast<double>(line[i]);
  }

  /// Calls body(place, length) for the lines of rows `begin` … `end`; the last one may be shorter.
  template <class Body>
  void over(std::size_t begin, std::size_t end, Body&& body) const {
    for (std::size_t row = begin; row < end; row += repeats)
      body(row * channels, std::min(repeats, end - row) * channels);
  }
};

/// Rows that are summed in float32; sums of them are taken in float64, in order, whatever the number of
/// threads.
constexpr std::size_t chunkRows = 1024;

/// Two sums a channel over all rows, `sums` [2, channels]; body(place, length, first, second) adds a line to
/// its own.
template <class Body>
std::vector<double> sumTwo(const Cpu& cpu, const Lines& lines, Body&& body) {
  const std::size_t chunks = (lines.rows + chunkRows - 1) / chunkRows, pair = 2 * lines.size;
  const Scratch parts(cpu.memory, chunks * pair);
  const double cost = 0.4 * static_cast<double>(std::min(lines.rows, chunkRows) * lines.channels) + 20;
  cpu.parallel(chunks, cost, [&](std::size_t begin, std::size_t end) {
    for (std::size_t chunk = begin; chunk < end; ++chunk) {
      float* first = parts.data() + chunk * pair;
      std::fill(first, first + pair, 0.0F);
      lines.over(
          chunk * chunkRows, std::min(lines.rows, (chunk + 1) * chunkRows),
          [&](std::size_t place, std::size_t length) { body(place, length, first, first + lines.size); });
    }
  });
  std::vector<double> sums(2 * lines.channels);
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    lines.gather(parts.data() + chunk * pair, sums.data());
    lines.gather(parts.data() + chunk * pair + lines.size, sums.data() + lines.channels);
  }
  return sums;
}

/// Fills `to` by compute(target, place, i, length): results from `place` on, which is `i` in its line.
template <class Compute>
void fillLines(const Cpu& cpu, const Lines& lines, float* to, Compute&& compute) {
  const bool past = goPast(lines.rows * lines.channels);
  const std::size_t count = (lines.rows + lines.repeats - 1) / lines.repeats;
  cpu.parallel(count, 0.4 * static_cast<double>(lines.size) + 2, [&](std::size_t begin, std::size_t end) {
    const auto line = [&](std::size_t place, std::size_t length) {
      fill(to, place, place + length, past, [&](float* target, std::size_t first, std::size_t last) {
        compute(target, first, first - place, last - first);
      });
    };
    lines.over(begin * lines.repeats, std::min(lines.rows, end * lines.repeats), line);
    fencePast();
  });
}

void requireRow(const Operand& row, std::size_t channels) {
  Call::require(row.size() == channels, "a statistic doesn't fit the channels");
}

}  // namespace

/// x [rows, c], offset, scale [c] → y = offset + (x - mean) · scale / √(variance + ε), mean [c], variance [c]
/// (of the population). Params: ε.
void batchNormTraining(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0, DType::float32, 2);
  const Operand& y = call.output(0, DType::float32, 2);
  Call::require(x.shape == y.shape, "the output doesn't fit the input");
  Call::require(x.size() > 0, "the input is empty");
  const Lines lines(x.shape);
  const std::size_t channels = lines.channels;
  for (std::size_t i = 1; i <= 2; ++i) {
    requireRow(call.input(i, DType::float32, 1), channels);
    requireRow(call.output(i, DType::float32, 1), channels);
  }
  const double epsilon = call.number(0), rows = static_cast<double>(lines.rows);
  const float* from = x.as<const float>();
  const Scratch scratch(cpu.memory, 3 * lines.size);
  float *const pivot = scratch.data(), *const factor = pivot + lines.size, *const bias = factor + lines.size;
  // Squares are summed about the first row: about 0, a large mean would drown them.
  lines.spread(from, pivot);
  const std::vector<double> sums =
      sumTwo(cpu, lines, [=](std::size_t place, std::size_t length, float* first, float* second) {
        const float* at = from + place;
#pragma GCC ivdep
        for (std::size_t i = 0; i < length; ++i) {
          const float off = at[i] - pivot[i];
          first[i] += off;
          second[i] += off * off;
        }
      });
  const float* scale = call.input(2).as<const float>();
  const float* offset = call.input(1).as<const float>();
  float* mean = call.output(1).as<float>();
  float* variance = call.output(2).as<float>();
  for (std::size_t c = 0; c < channels; ++c) {
    const double off = sums[c] / rows;
    const double spread = std::max(0.0, sums[channels + c] / rows - off * off);
    const double slope = scale[c] / std::sqrt(spread + epsilon);
    mean[c] = static_cast<float>(pivot[c] + off);
    // As it is kept: what is NaN stays NaN, which std::max would hide.
    variance[c] = static_cast<float>(sums[channels + c] != sums[channels + c] ? sums[channels + c] : spread);
    factor[c] = static_cast<float>(slope);
    bias[c] = static_cast<float>(offset[c] - off * slope);
  }
  lines.repeat(factor);
  lines.repeat(bias);
  fillLines(cpu, lines, y.as<float>(),
            [=](float* target, std::size_t place, std::size_t start, std::size_t length) {
#pragma GCC ivdep
              for (std::size_t i = 0; i < length; ++i)
                target[i] = bias[start + i] + (from[place + i] - pivot[start + i]) * factor[start + i];
            });
}

/// x, dy [rows, c], mean, variance, scale [c] → dx, dOffset [c], dScale [c], for mean and variance of x
/// itself. Params: ε.
void batchNormTrainingGrad(const Cpu& cpu, const Call& call) {
  const Operand& x = call.input(0, DType::float32, 2);
  const Operand& dy = call.input(1, DType::float32, 2);
  const Operand& dx = call.output(0, DType::float32, 2);
  Call::require(x.shape == dy.shape && x.shape == dx.shape, "the output doesn't fit the input");
  Call::require(x.size() > 0, "the input is empty");
  const Lines lines(x.shape);
  const std::size_t channels = lines.channels;
  for (std::size_t i = 2; i <= 4; ++i) requireRow(call.input(i, DType::float32, 1), channels);
  for (std::size_t i = 1; i <= 2; ++i) requireRow(call.output(i, DType::float32, 1), channels);
  const double epsilon = call.number(0), rows = static_cast<double>(lines.rows);
  const float *const value = x.as<const float>(), *const slope = dy.as<const float>();
  const Scratch scratch(cpu.memory, 4 * lines.size);
  float *const mean = scratch.data(), *const own = mean + lines.size, *const linear = own + lines.size,
               *const constant = linear + lines.size;
  lines.spread(call.input(2).as<const float>(), mean);
  const std::vector<double> sums =
      sumTwo(cpu, lines, [=](std::size_t place, std::size_t length, float* first, float* second) {
#pragma GCC ivdep
        for (std::size_t i = 0; i < length; ++i) {
          first[i] += slope[place + i];
          second[i] += slope[place + i] * (value[place + i] - mean[i]);
        }
      });
  for (std::size_t c = 0; c < channels; ++c) {
    const double inverse = 1 / std::sqrt(call.input(3).as<const float>()[c] + epsilon);
    const double scale = call.input(4).as<const float>()[c];
    call.output(1).as<float>()[c] = static_cast<float>(sums[c]);
    call.output(2).as<float>()[c] = static_cast<float>(sums[channels + c] * inverse);
    own[c] = static_cast<float>(scale * inverse);
    linear[c] = static_cast<float>(-scale * inverse * inverse * inverse * sums[channels + c] / rows);
    constant[c] = static_cast<float>(-scale * inverse * sums[c] / rows);
  }
  lines.repeat(own);
  lines.repeat(linear);
  lines.repeat(constant);
  fillLines(cpu, lines, dx.as<float>(),
            [=](float* target, std::size_t place, std::size_t start, std::size_t length) {
#pragma GCC ivdep
              for (std::size_t i = 0; i < length; ++i)
                target[i] = slope[place + i] * own[start + i] +
                            ((value[place + i] - mean[start + i]) * linear[start + i] + constant[start + i]);
            });
}

}  // namespace ser::tfjs::SER_SIMD
