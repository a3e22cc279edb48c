#include "tensor_store.h"

#include <limits>
#include <new>

#include "ser/error.h"

namespace ser::tfjs {

TensorStore::~TensorStore() {
  for (const auto& [id, tensor] : tensors_) device_.release(tensor.data, tensor.bytes());
}

std::uint64_t TensorStore::create(DType dtype, std::size_t size) {
  if (size > std::numeric_limits<std::size_t>::max() / 16) throw std::bad_alloc();
  Tensor tensor{nullptr, size, dtype, 1};
  tensor.data = device_.allocate(tensor.bytes());
  try {
    tensors_.emplace(next_, tensor);
  } catch (...) {
    device_.release(tensor.data, tensor.bytes());
    throw;
  }
  return next_++;
}

void TensorStore::retain(std::uint64_t id) {
  get(id);
  ++tensors_.at(id).references;
}

std::size_t TensorStore::release(std::uint64_t id, bool all) {
  const auto found = tensors_.find(id);
  if (found == tensors_.end()) return 0;
  Tensor& tensor = found->second;
  if (!all && --tensor.references > 0) return tensor.references;
  device_.release(tensor.data, tensor.bytes());
  tensors_.erase(found);
  return 0;
}

std::size_t TensorStore::references(std::uint64_t id) const {
  const auto found = tensors_.find(id);
  return found == tensors_.end() ? 0 : found->second.references;
}

const TensorStore::Tensor& TensorStore::get(std::uint64_t id) const {
  const auto found = tensors_.find(id);
  if (found == tensors_.end()) throw Error("a tensor is disposed");
  return found->second;
}

}  // namespace ser::tfjs
