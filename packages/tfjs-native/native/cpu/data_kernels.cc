#include "cpu/data_kernels.h"

namespace ser::tfjs {

std::vector<CpuKernelEntry> dataKernels() {
  return {
      {"Cast", cast},
      {"Concat", concat},
      {"Cumprod", cumprod},
      {"Cumsum", cumsum},
      {"Fill", fill},
      {"GatherV2", gather},
      {"OneHot", oneHot},
      {"Pad", pad},
      {"PhiloxUniform", randomUniform},
      {"SegmentSum", segmentSum},
      {"Select", select},
      {"StridedCopy", stridedCopy},
  };
}

}  // namespace ser::tfjs
