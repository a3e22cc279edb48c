#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

namespace ser::dsp {

/// Thrown where a job finds that it was cancelled.
struct Cancelled {};

/// Thrown for a sample that isn't finite; `index` counts from the start of the batch's samples.
struct NonFiniteSample {
  std::size_t index;
};

/// What a job and those who wait for it tell each other while it runs. Every thread may call every method.
class JobControl {
 public:
  /// `onProgress`, if there is one, is called from working threads at most every 50 ms.
  explicit JobControl(std::function<void()> onProgress) : onProgress_(std::move(onProgress)) {}

  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }

  /// Engines call this every few milliseconds.
  void throwIfCancelled() const {
    if (cancelled_.load(std::memory_order_relaxed)) throw Cancelled{};
  }

  void addFinishedClips(std::size_t count) {
    finishedClips_.fetch_add(count, std::memory_order_relaxed);
    if (!onProgress_) return;
    const std::int64_t now = millisecondsNow();
    std::int64_t last = lastReport_.load(std::memory_order_relaxed);
    if (now - last >= reportInterval && lastReport_.compare_exchange_strong(last, now)) onProgress_();
  }

  std::size_t finishedClips() const { return finishedClips_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::int64_t reportInterval = 50;

  static std::int64_t millisecondsNow() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
  }

  std::function<void()> onProgress_;
  std::atomic<bool> cancelled_{false};
  std::atomic<std::size_t> finishedClips_{0};
  std::atomic<std::int64_t> lastReport_{millisecondsNow()};
};

}  // namespace ser::dsp
