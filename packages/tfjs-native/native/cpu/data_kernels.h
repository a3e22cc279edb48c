#pragma once

#include <vector>

#include "cpu/cpu.h"

namespace ser::tfjs {

// Kernels that move values and hardly compute: the same code on every processor.
void cast(const Cpu&, const Call&);
void concat(const Cpu&, const Call&);
void cumprod(const Cpu&, const Call&);
void cumsum(const Cpu&, const Call&);
void fill(const Cpu&, const Call&);
void gather(const Cpu&, const Call&);
void oneHot(const Cpu&, const Call&);
void pad(const Cpu&, const Call&);
void randomUniform(const Cpu&, const Call&);
void segmentSum(const Cpu&, const Call&);
void select(const Cpu&, const Call&);
void stridedCopy(const Cpu&, const Call&);

/// All of the above.
std::vector<CpuKernelEntry> dataKernels();

/// Functions of two integers.
std::vector<CpuKernelEntry> integerBinaryKernels();

}  // namespace ser::tfjs
