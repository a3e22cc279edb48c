#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace ser::tfjs {

/// The element types that TensorFlow.js keeps in numbers: 'float32', 'int32', 'bool'. The values are those of
/// dtypes.ts.
enum class DType : std::uint8_t { float32 = 0, int32 = 1, boolean = 2 };

inline std::size_t bytesOf(DType dtype) { return dtype == DType::boolean ? 1 : 4; }

/// Sizes of a tensor's axes, the outermost first.
class Shape {
 public:
  static constexpr std::size_t maxRank = 8;

  Shape() = default;
  Shape(std::initializer_list<std::size_t> dims) {
    for (const std::size_t dim : dims) push(dim);
  }

  void push(std::size_t dim) { dims_[rank_++] = dim; }

  std::size_t rank() const { return rank_; }
  std::size_t operator[](std::size_t axis) const { return dims_[axis]; }

  std::size_t size() const {
    std::size_t product = 1;
    for (std::size_t i = 0; i < rank_; ++i) product *= dims_[i];
    return product;
  }

  bool operator==(const Shape& other) const {
    return rank_ == other.rank_ && std::equal(dims_.begin(), dims_.begin() + rank_, other.dims_.begin());
  }

  /// As in [2,3,4].
  std::string text() const {
    std::string text = "[";
    for (std::size_t i = 0; i < rank_; ++i) {
      if (i > 0) text += ',';
      text += std::to_string(dims_[i]);
    }
    text += ']';
    return text;
  }

 private:
  std::array<std::size_t, maxRank> dims_{};
  std::size_t rank_ = 0;
};

/// A tensor that a kernel reads or writes: dense, row-major. The memory is the store's.
struct Operand {
  void* data = nullptr;
  DType dtype = DType::float32;
  Shape shape;

  template <class T>
  T* as() const {
    return static_cast<T*>(data);
  }
  std::size_t size() const { return shape.size(); }
};

}  // namespace ser::tfjs
