#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "device.h"
#include "tensor.h"

namespace ser::tfjs {

/// Tensors by number, counted by reference. A number is never used twice, so that a tensor disposed of is
/// recognised.
class TensorStore {
 public:
  explicit TensorStore(Device& device) : device_(device) {}
  ~TensorStore();

  TensorStore(const TensorStore&) = delete;
  TensorStore& operator=(const TensorStore&) = delete;

  /// A tensor with one reference; its values are undefined. Throws std::bad_alloc.
  std::uint64_t create(DType dtype, std::size_t size);

  void retain(std::uint64_t id);
  /// Takes one reference away, or all; the memory is free again with the last. Returns the references left.
  std::size_t release(std::uint64_t id, bool all = false);
  /// 0 for a tensor that is gone.
  std::size_t references(std::uint64_t id) const;

  struct Tensor {
    void* data;
    std::size_t size;
    DType dtype;
    std::size_t references;

    std::size_t bytes() const { return size * bytesOf(dtype); }
  };
  /// Throws ser::Error for a tensor that is gone.
  const Tensor& get(std::uint64_t id) const;

  std::size_t count() const { return tensors_.size(); }

 private:
  Device& device_;
  std::unordered_map<std::uint64_t, Tensor> tensors_;
  std::uint64_t next_ = 1;
};

}  // namespace ser::tfjs
