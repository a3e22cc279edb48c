#include "cpu/simd/kernels.h"

namespace ser::tfjs::SER_SIMD {

std::vector<CpuKernelEntry> kernels() {
  std::vector<CpuKernelEntry> all{
      {"AdamStep", adamStep},
      {"ArgMax", argMax},
      {"ArgMin", argMin},
      {"AvgPool", avgPool},
      {"AvgPoolGrad", avgPoolGrad},
      {"BatchMatMul", batchMatMul},
      {"BatchNormTraining", batchNormTraining},
      {"BatchNormTrainingGrad", batchNormTrainingGrad},
      {"FusedBatchNorm", batchNorm},
      {"Conv2D", conv2d},
      {"Conv2DBackpropFilter", conv2dBackpropFilter},
      {"Conv2DBackpropInput", conv2dBackpropInput},
      {"DepthwiseConv2dNative", depthwiseConv2d},
      {"DepthwiseConv2dNativeBackpropFilter", depthwiseBackpropFilter},
      {"DepthwiseConv2dNativeBackpropInput", depthwiseBackpropInput},
      {"FmaPeak", fmaPeak},
      {"MaxPool", maxPool},
      {"MaxPoolGrad", maxPoolGrad},
      {"MovingAverage", movingAverage},
      {"Softmax", softmax},
  };
  for (const auto& family : {binaryKernels(), reductionKernels(), unaryKernels()})
    all.insert(all.end(), family.begin(), family.end());
  return all;
}

}  // namespace ser::tfjs::SER_SIMD
