#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <thread>
#include <vector>

namespace ser::tfjs::bench {

/// Seconds one run takes: by the clock on the wall the shortest there was, which a busy machine doesn't
/// change; in processor time of the whole process the median.
struct Seconds {
  double wall = 0, processor = 0;
};

inline double wallClock() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
inline double processorClock() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Times contestants in turns, so that all meet the same weather: clocks rise and fall, and neighbours on the
/// machine (also unseen ones, on the core's other hardware thread) take their share. A reading is several
/// runs if one is short. Between contestants it sleeps for a moment: OpenMP's and OpenBLAS's threads keep
/// spinning after their work.
inline std::vector<Seconds> compare(const std::vector<std::function<void()>>& contestants, double secondsEach,
                                    std::size_t leastReadings = 3) {
  constexpr double shortestReading = 4e-3;
  std::vector<std::size_t> runsAReading;
  for (const auto& run : contestants) {
    const auto once = [&] {
      const double start = wallClock();
      run();
      return wallClock() - start;
    };
    double seconds = once();
    if (seconds < 10 * shortestReading) seconds = once();  // the first one warms up
    runsAReading.push_back(1 + static_cast<std::size_t>(shortestReading / std::max(seconds, 1e-7)));
  }
  std::vector<std::vector<double>> wall(contestants.size()), processor(contestants.size());
  const double start = wallClock(), budget = secondsEach * static_cast<double>(contestants.size());
  for (std::size_t round = 0; round < leastReadings || wallClock() - start < budget; ++round)
    for (std::size_t i = 0; i < contestants.size(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      if (runsAReading[i] > 1) contestants[i]();
      const double processorStart = processorClock(), wallStart = wallClock();
      for (std::size_t run = 0; run < runsAReading[i]; ++run) contestants[i]();
      wall[i].push_back((wallClock() - wallStart) / static_cast<double>(runsAReading[i]));
      processor[i].push_back((processorClock() - processorStart) / static_cast<double>(runsAReading[i]));
    }
  std::vector<Seconds> seconds;
  for (std::size_t i = 0; i < contestants.size(); ++i) {
    std::nth_element(processor[i].begin(), processor[i].begin() + processor[i].size() / 2,
                     processor[i].end());
    seconds.push_back(
        {*std::min_element(wall[i].begin(), wall[i].end()), processor[i][processor[i].size() / 2]});
  }
  return seconds;
}

}  // namespace ser::tfjs::bench
