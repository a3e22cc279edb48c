#pragma once

namespace ser::dsp {

/// The vector instructions that the compiler's flags allow: what the CPU engine is made of.
inline const char* compiledSimd() {
#if defined(__AVX512F__)
  return "AVX-512";
#elif defined(__AVX2__)
  return "AVX2";
#elif defined(__SSE2__) || defined(_M_X64)
  return "SSE2";
#elif defined(__ARM_NEON) || defined(_M_ARM64)
  return "NEON";
#else
  return "";
#endif
}

}  // namespace ser::dsp
