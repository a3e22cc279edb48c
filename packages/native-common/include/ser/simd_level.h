#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "ser/error.h"

/// Run-time choice of vector instructions. The build compiles some sources once for each set of instructions (see
/// cmake/simd_levels.cmake), each time within a namespace of that name: SER_SIMD, which is baseline (what every
/// processor of the architecture has), avx2 or avx512. What runs is chosen by what the processor has.
///
/// Only code of these namespaces may hold the wider instructions. Functions of the standard library that aren't inlined
/// are shared by all copies: the build links the baseline's objects first, so that it is theirs that stay.
namespace ser {

/// What one of those namespaces offers: `code` is a pointer to a function or a table.
template <class Code>
struct SimdLevel {
  const char* name;
  Code code;
};

inline bool processorHas(const char* level) {
#if defined(__x86_64__) || defined(_M_X64)
  if (std::strcmp(level, "avx512") == 0) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
  }
  if (std::strcmp(level, "avx2") == 0) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
  return std::strcmp(level, "baseline") == 0;
}

/// The level of that name; the first one that the processor has if `name` is empty. `levels` are those of the build, the
/// best first.
template <class Code>
SimdLevel<Code> chooseSimdLevel(const std::vector<SimdLevel<Code>>& levels, const std::string& name) {
  std::string known;
  for (const SimdLevel<Code>& level : levels) {
    if (!processorHas(level.name)) continue;
    if (name.empty() || name == level.name) return level;
    known += (known.empty() ? "" : ", ") + std::string(level.name);
  }
  throw Error("This processor or build has no vector instructions named '" + name + "'; there are " + known + ".");
}

}  // namespace ser
