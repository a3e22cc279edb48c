#pragma once

#include <cstddef>
#include <cstdint>

/// What a kernel sees of the machine. Kernels are templates over a `Block`, so that the same code runs on a
/// GPU and, compiled by any C++ compiler, over emulated blocks (see ../emulated).
#ifdef __CUDACC__
#define SER_DEVICE __device__ __forceinline__
#define SER_UNROLL _Pragma("unroll")
#else
#define SER_DEVICE inline
#define SER_UNROLL
#endif

namespace ser::dsp::cuda {

/// Threads of every block. Four warps: small enough that a multiprocessor holds several blocks, whose
/// barriers then hide behind each other's work.
inline constexpr int blockThreads = 128;

#ifdef __CUDACC__

/// A block of threads on the GPU. Kernels are written in steps: `Each<State> each(block); each.run(step);`
/// calls step(thread, state) on every thread, with a state of its own, and goes on when all are done. Here a
/// state is a thread's registers, and the end of a step is a barrier.
struct DeviceBlock {
  template <class State>
  class Each {
   public:
    SER_DEVICE explicit Each(const DeviceBlock&) {}

    template <class Step>
    SER_DEVICE void run(const Step& step) {
      step(static_cast<int>(threadIdx.x), state_);
      __syncthreads();
    }

   private:
    State state_;
  };

  SER_DEVICE std::uint32_t index() const { return blockIdx.x; }
  SER_DEVICE std::uint32_t count() const { return gridDim.x; }

  /// The block's shared memory; what it holds at the start is undefined.
  SER_DEVICE unsigned char* shared() const {
    extern __shared__ __align__(16) unsigned char memory[];
    return memory;
  }

  SER_DEVICE std::uint32_t fetchAdd(std::uint32_t* to, std::uint32_t value) const {
    return atomicAdd(to, value);
  }
  SER_DEVICE void raise(std::uint32_t* to, std::uint32_t value) const { atomicMax(to, value); }
  SER_DEVICE void lower(std::uint32_t* to, std::uint32_t value) const { atomicMin(to, value); }
};

#endif

}  // namespace ser::dsp::cuda
