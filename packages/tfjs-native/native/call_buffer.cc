#include "call_buffer.h"

#include <cstddef>
#include <limits>
#include <new>

#include "ser/error.h"

namespace ser::tfjs {
namespace {

class Reader {
 public:
  explicit Reader(std::span<const double> buffer) : buffer_(buffer) {}

  double number() {
    if (at_ >= buffer_.size()) throw Error("the call is cut short");
    return buffer_[at_++];
  }

  std::size_t count() {
    const double value = number();
    if (!(value >= 0 && value <= 9007199254740992.0)) throw Error("a size is not a whole number");
    return static_cast<std::size_t>(value);
  }

  /// How many things follow in the buffer.
  std::size_t entries() {
    const std::size_t value = count();
    if (value > buffer_.size()) throw Error("the call is cut short");
    return value;
  }

  DType dtype() {
    const std::size_t value = count();
    if (value > static_cast<std::size_t>(DType::boolean)) throw Error("a tensor has an unknown type");
    return static_cast<DType>(value);
  }

  Shape shape() {
    const std::size_t rank = count();
    if (rank > Shape::maxRank)
      throw Error("a tensor has more than " + std::to_string(Shape::maxRank) + " axes");
    Shape shape;
    double size = 1;
    for (std::size_t i = 0; i < rank; ++i) {
      shape.push(count());
      size *= static_cast<double>(shape[i]);
    }
    if (size > 1e15) throw std::bad_alloc();
    return shape;
  }

 private:
  std::span<const double> buffer_;
  std::size_t at_ = 0;
};

}  // namespace

CallFrame::CallFrame(TensorStore& store, std::span<const double> buffer, Call& call) : store_(store) {
  Reader reader(buffer);
  call.inputs.resize(reader.entries());
  call.outputs.resize(reader.entries());
  call.params.resize(reader.entries());
  for (Operand& input : call.inputs) {
    const TensorStore::Tensor& tensor = store.get(reader.count());
    input = {tensor.data, tensor.dtype, reader.shape()};
    if (input.size() != tensor.size)
      throw Error("a tensor of " + std::to_string(tensor.size) + " values can't have the shape " +
                  input.shape.text());
  }
  created_.reserve(call.outputs.size());
  try {
    for (Operand& output : call.outputs) {
      output.dtype = reader.dtype();
      output.shape = reader.shape();
      created_.push_back(store.create(output.dtype, output.size()));
      output.data = store.get(created_.back()).data;
    }
    for (double& param : call.params) param = reader.number();
  } catch (...) {
    for (const std::uint64_t id : created_) store.release(id);
    throw;
  }
}

CallFrame::~CallFrame() {
  for (const std::uint64_t id : created_) store_.release(id);
}

void CallFrame::keepOutputs(double* ids) {
  for (const std::uint64_t id : created_) *ids++ = static_cast<double>(id);
  created_.clear();
}

}  // namespace ser::tfjs
