#include "cpu/simd/patches.h"

#include <algorithm>
#include <array>

namespace ser::tfjs::SER_SIMD {
namespace {

constexpr std::size_t maxLines = 64;

/// For each position and tap the pixel it touches on one axis, times `step`; -1 for none.
std::vector<std::int64_t> forward(const Slide& slide, std::int64_t step) {
  std::vector<std::int64_t> offsets;
  for (std::int64_t at = 0; at < slide.output; ++at)
    for (std::int64_t tap = 0; tap < slide.size; ++tap) {
      const std::int64_t position = slide.position(at, tap);
      offsets.push_back(position >= 0 && position < slide.input ? position * step : -1);
    }
  return offsets;
}

/// For each input pixel and tap the window position whose tap touches the pixel, times `step`; -1 for none.
std::vector<std::int64_t> backward(const Slide& slide, std::int64_t step) {
  std::vector<std::int64_t> offsets;
  for (std::int64_t pixel = 0; pixel < slide.input; ++pixel)
    for (std::int64_t tap = 0; tap < slide.size; ++tap) {
      const std::int64_t start = pixel + slide.before - tap * slide.dilation;
      const bool touched = start >= 0 && start % slide.stride == 0 && start / slide.stride < slide.output;
      offsets.push_back(touched ? start / slide.stride * step : -1);
    }
  return offsets;
}

}  // namespace

Patches Patches::ofInput(const float* images, const Window& window, std::size_t channels) {
  Patches patches;
  const auto step = static_cast<std::int64_t>(channels);
  patches.channels_ = channels;
  patches.images_ = images;
  patches.imageSize_ = static_cast<std::size_t>(window.y.input * window.x.input) * channels;
  patches.tapsY_ = static_cast<std::size_t>(window.y.size);
  patches.tapsX_ = static_cast<std::size_t>(window.x.size);
  patches.positionsY_ = static_cast<std::size_t>(window.y.output);
  patches.positionsX_ = static_cast<std::size_t>(window.x.output);
  patches.stepX_ = static_cast<std::size_t>(window.x.stride) * channels;
  patches.rows_ = forward(window.y, window.x.input * step);
  patches.columns_ = forward(window.x, step);
  return patches;
}

Patches Patches::ofOutput(const float* images, const Window& window, std::size_t channels) {
  Patches patches;
  const auto step = static_cast<std::int64_t>(channels);
  patches.channels_ = channels;
  patches.images_ = images;
  patches.imageSize_ = static_cast<std::size_t>(window.y.output * window.x.output) * channels;
  patches.tapsY_ = static_cast<std::size_t>(window.y.size);
  patches.tapsX_ = static_cast<std::size_t>(window.x.size);
  patches.positionsY_ = static_cast<std::size_t>(window.y.input);
  patches.positionsX_ = static_cast<std::size_t>(window.x.input);
  patches.rows_ = backward(window.y, window.x.output * step);
  patches.columns_ = backward(window.x, step);
  return patches;
}

void PatchLines::pack(std::size_t first, std::size_t count, std::size_t k, std::size_t depth,
                      std::size_t width, float* out) const {
  const std::size_t channels = patches_.channels();
  std::array<Patches::Position, maxLines> positions;
  Patches::Position position = patches_.position(first);
  for (std::size_t l = 0; l < count; ++l) {
    positions[l] = position;
    patches_.next(position);
  }
  std::array<const float*, maxLines> lines;
  Patches::Tap tap = patches_.tap(k / channels);
  std::size_t channel = k % channels;
  for (std::size_t done = 0; done < depth; patches_.next(tap), channel = 0) {
    const std::size_t run = std::min(channels - channel, depth - done);
    for (std::size_t l = 0; l < count; ++l) {
      const float* pixel = patches_.pixel(positions[l], tap);
      lines[l] = pixel ? pixel + channel : nullptr;
    }
    packLines(lines.data(), count, run, width, out + done * width);
    done += run;
  }
}

namespace {

void zeroRuns(float* to, std::size_t toStep, std::size_t count, std::size_t run) {
  for (std::size_t i = 0; i < count; ++i) std::fill(to + i * toStep, to + i * toStep + run, 0.0F);
}

}  // namespace

void PatchSteps::pack(std::size_t first, std::size_t count, std::size_t k, std::size_t depth,
                      std::size_t width, float* out) const {
  const std::size_t channels = patches_.channels();
  Patches::Tap tap = patches_.tap(first / channels);
  std::size_t channel = first % channels;
  for (std::size_t line = 0; line < count; patches_.next(tap), channel = 0) {
    const std::size_t run = std::min(channels - channel, count - line);
    // Row by row of the window's positions: within a row the pixels under a tap are evenly spaced.
    Patches::Position position = patches_.position(k);
    for (std::size_t done = 0; done < depth;) {
      const std::size_t inRow = std::min(patches_.positionsX() - position.x, depth - done);
      const Patches::Stretch stretch = patches_.stretch(position, inRow, tap);
      float* to = out + done * width + line;
      zeroRuns(to, width, stretch.begin, run);
      if (stretch.begin < stretch.end)
        copyRuns(stretch.pixel + channel, stretch.step, to + stretch.begin * width, width,
                 stretch.end - stretch.begin, run);
      zeroRuns(to + stretch.end * width, width, inRow - stretch.end, run);
      done += inRow;
      patches_.nextRow(position);
    }
    line += run;
  }
  if (count < width) zeroRuns(out + count, width, depth, width - count);
}

void FilterLines::pack(std::size_t first, std::size_t count, std::size_t k, std::size_t depth,
                       std::size_t width, float* out) const {
  std::array<const float*, maxLines> lines;
  for (std::size_t done = 0; done < depth;) {
    const std::size_t tap = (k + done) / out_, channel = (k + done) % out_;
    const std::size_t run = std::min(out_ - channel, depth - done);
    for (std::size_t l = 0; l < count; ++l) lines[l] = filter_ + (tap * in_ + first + l) * out_ + channel;
    packLines(lines.data(), count, run, width, out + done * width);
    done += run;
  }
}

}  // namespace ser::tfjs::SER_SIMD
