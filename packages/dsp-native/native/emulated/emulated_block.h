#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "../cuda/block.h"

namespace ser::dsp::cuda {

/// A block without a GPU: each step runs its threads one after the other, forwards or backwards. Results may
/// not depend on the direction: that is how a missing barrier shows.
class EmulatedBlock {
 public:
  template <class State>
  class Each {
   public:
    explicit Each(const EmulatedBlock& block) : backwards_(block.backwards_), states_(blockThreads) {}

    template <class Step>
    void run(const Step& step) {
      for (int i = 0; i < blockThreads; ++i) {
        const int thread = backwards_ ? blockThreads - 1 - i : i;
        step(thread, states_[thread]);
      }
    }

   private:
    bool backwards_;
    std::vector<State> states_;
  };

  EmulatedBlock(std::uint32_t index, std::uint32_t count, bool backwards, std::vector<double>& shared)
      : index_(index), count_(count), backwards_(backwards), shared_(shared.data()) {}

  std::uint32_t index() const { return index_; }
  std::uint32_t count() const { return count_; }
  unsigned char* shared() const { return reinterpret_cast<unsigned char*>(shared_); }

  std::uint32_t fetchAdd(std::uint32_t* to, std::uint32_t value) const {
    const std::uint32_t before = *to;
    *to += value;
    return before;
  }
  void raise(std::uint32_t* to, std::uint32_t value) const { *to = std::max(*to, value); }
  void lower(std::uint32_t* to, std::uint32_t value) const { *to = std::min(*to, value); }

 private:
  std::uint32_t index_;
  std::uint32_t count_;
  bool backwards_;
  double* shared_;
};

}  // namespace ser::dsp::cuda
