#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bench/convolution_shapes.h"
#include "bench/values.h"

/// The peer for convolutions: oneDNN (Debian: libdnnl-dev), where the build has found it.
namespace ser::tfjs::bench::onednn {

/// Its version, or '' in a build without it.
std::string version();

struct Pass {
  std::function<void()> run;
  std::function<void()> runAndStore;  // also brings the result to where TensorFlow.js's kernel would write it
};

enum class Direction { forward, inputGradient, filterGradient };

/// One pass of a convolution in each memory layout that oneDNN has for it: images as TensorFlow.js keeps
/// them, and all as oneDNN likes it best. Turning filters (and in the second case images) into its layout is
/// not part of a run. Of x [images, h, w, in], filter [fh, fw, in, out] and y [images, h', w', out] two are
/// read now, the third is the result.
std::vector<Pass> passes(const ConvolutionShape& shape, Direction direction, std::size_t threads, Values& x,
                         Values& filter, Values& y);

}  // namespace ser::tfjs::bench::onednn
