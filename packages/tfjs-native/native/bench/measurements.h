#pragma once

#include <cstddef>

namespace ser::tfjs::bench {

/// Each prints a line of JSON per measurement.
void measureFmaPeak();
void measureProducts(std::size_t threads);
void measureConvolutions(std::size_t threads);

}  // namespace ser::tfjs::bench
