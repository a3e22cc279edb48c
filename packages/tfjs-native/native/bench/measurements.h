#pragma once

#include <cstddef>
#include <string>

namespace ser::tfjs::bench {

/// Each prints a line of JSON per measurement.
void measureFmaPeak();
void measureProducts(std::size_t threads);
/// Of one network, or with '' of all.
void measureConvolutions(std::size_t threads, const std::string& network);

}  // namespace ser::tfjs::bench
