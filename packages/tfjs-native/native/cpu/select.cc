#include "cpu/data_kernels.h"

namespace ser::tfjs {
namespace {

template <class T>
void choose(const Cpu& cpu, const Call& call, std::size_t inner) {
  const auto* condition = call.input(0).as<const std::uint8_t>();
  const T* yes = call.input(1).as<const T>();
  const T* no = call.input(2).as<const T>();
  T* out = call.output().as<T>();
  cpu.parallel(call.input(0).size(), 0.3 * static_cast<double>(inner),
               [=](std::size_t begin, std::size_t end) {
                 if (inner == 1) {
                   for (std::size_t i = begin; i < end; ++i) out[i] = condition[i] ? yes[i] : no[i];
                   return;
                 }
                 for (std::size_t i = begin; i < end; ++i) {
                   const T* from = condition[i] ? yes : no;
                   for (std::size_t j = i * inner; j < (i + 1) * inner; ++j) out[j] = from[j];
                 }
               });
}

}  // namespace

/// condition [n], yes and no [n · inner] → y: a whole run of `inner` values from one or the other.
void select(const Cpu& cpu, const Call& call) {
  const Operand& condition = call.input(0);
  const Operand& yes = call.input(1);
  const Operand& no = call.input(2);
  const Operand& y = call.output();
  Call::require(condition.dtype == DType::boolean, "the condition is not of type bool");
  Call::require(
      yes.size() == no.size() && yes.size() == y.size() && yes.dtype == no.dtype && yes.dtype == y.dtype,
      "the two sides differ");
  if (condition.size() == 0) return Call::require(y.size() == 0, "the condition doesn't fit");
  Call::require(yes.size() % condition.size() == 0, "the condition doesn't fit");
  const std::size_t inner = yes.size() / condition.size();
  if (bytesOf(y.dtype) == 4)
    choose<std::uint32_t>(cpu, call, inner);
  else
    choose<std::uint8_t>(cpu, call, inner);
}

}  // namespace ser::tfjs
