#include <cstdio>

#include "bench/measurements.h"
#include "bench/stopwatch.h"
#include "bench/subject.h"

namespace ser::tfjs::bench {

/// What one core can multiply and add at most. Readings of a few milliseconds over a second, and the best one
/// counts: a neighbour on the core's other hardware thread halves the rate for a while, and a processor just
/// woken is slow.
void measureFmaPeak() {
  Subject subject(1);
  Call call;
  float operations = 0;
  call.outputs = {{&operations, DType::float32, {1}}};
  call.params = {1e6};
  const Seconds seconds = compare({[&] { subject.run("FmaPeak", call); }}, 1.0)[0];
  std::printf("{\"kind\":\"peak\",\"simd\":\"%s\",\"gflops\":%.1f}\n", subject.simd().c_str(),
              static_cast<double>(operations) / seconds.wall / 1e9);
  std::fflush(stdout);
}

}  // namespace ser::tfjs::bench
