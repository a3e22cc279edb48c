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

/// Stands before a function into which all that it calls is to be inlined, so that vectors stay in registers.
#define SER_FLATTENED [[gnu::flatten]]

/// Stands before a short loop of a constant count, whose body is to be written out that often, so that arrays it walks
/// over can be registers.
#if defined(__clang__)
#define SER_UNROLLED _Pragma("clang loop unroll(full)")
#else
#define SER_UNROLLED _Pragma("GCC unroll 16")
#endif
