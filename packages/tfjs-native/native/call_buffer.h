#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernel.h"
#include "tensor_store.h"

namespace ser::tfjs {

/// A kernel call as JavaScript writes it, number by number, into one array that both sides see: crossing the
/// border once is much cheaper than handing over objects. call-buffer.ts writes it:
///
///   inputs, outputs, params: how many of each
///   each input:  id, rank, dims…
///   each output: dtype, rank, dims…
///   each param:  its value
///
/// A frame reads it and creates the outputs; those that aren't kept are released with it.
class CallFrame {
 public:
  /// Throws ser::Error if a tensor is disposed or doesn't fit its shape, std::bad_alloc if the outputs find
  /// no room.
  CallFrame(TensorStore& store, std::span<const double> buffer, Call& call);
  ~CallFrame();

  CallFrame(const CallFrame&) = delete;
  CallFrame& operator=(const CallFrame&) = delete;

  /// Leaves the outputs in the store and writes their ids.
  void keepOutputs(double* ids);

 private:
  TensorStore& store_;
  std::vector<std::uint64_t> created_;
};

}  // namespace ser::tfjs
