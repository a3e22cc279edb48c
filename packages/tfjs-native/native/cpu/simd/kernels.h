#pragma once

#include <vector>

#include "cpu/cpu.h"

/// The table of the kernels that are compiled for each set of vector instructions.
namespace ser::tfjs::SER_SIMD {

// Each is described where it is defined.
void adamStep(const Cpu&, const Call&);
void argMax(const Cpu&, const Call&);
void argMin(const Cpu&, const Call&);
void avgPool(const Cpu&, const Call&);
void avgPoolGrad(const Cpu&, const Call&);
void batchMatMul(const Cpu&, const Call&);
void batchNorm(const Cpu&, const Call&);
void batchNormTraining(const Cpu&, const Call&);
void batchNormTrainingGrad(const Cpu&, const Call&);
void conv2d(const Cpu&, const Call&);
void conv2dBackpropFilter(const Cpu&, const Call&);
void conv2dBackpropInput(const Cpu&, const Call&);
void depthwiseBackpropFilter(const Cpu&, const Call&);
void depthwiseBackpropInput(const Cpu&, const Call&);
void depthwiseConv2d(const Cpu&, const Call&);
void fmaPeak(const Cpu&, const Call&);
void maxPool(const Cpu&, const Call&);
void maxPoolGrad(const Cpu&, const Call&);
void movingAverage(const Cpu&, const Call&);
void softmax(const Cpu&, const Call&);

// Families of kernels that differ in one expression.
std::vector<CpuKernelEntry> binaryKernels();
std::vector<CpuKernelEntry> reductionKernels();
std::vector<CpuKernelEntry> unaryKernels();

std::vector<CpuKernelEntry> kernels();

}  // namespace ser::tfjs::SER_SIMD
