#pragma once

/// Stands before a loop whose iterations don't touch each other's values, where the compiler can't tell by
/// itself: then it may run several at once.
#if defined(_MSC_VER) && !defined(__clang__)
#define SER_INDEPENDENT_ITERATIONS __pragma(loop(ivdep))
#elif defined(__clang__)
#define SER_INDEPENDENT_ITERATIONS _Pragma("clang loop vectorize(assume_safety)")
#else
#define SER_INDEPENDENT_ITERATIONS _Pragma("GCC ivdep")
#endif
