#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "cpu/simd/kernels.h"
#include "cpu/simd/vec.h"
#include "cpu/to_int32.h"

/// Reductions over the middle axis: x [outer, n, inner] → y [outer, inner]. No params.
namespace ser::tfjs::SER_SIMD {
namespace {

// How values are joined: where it starts, one step, and the whole. Sums of floats are taken in float32 over
// at most `chunk` values and joined in float64, so that long sums stay exact and any number of threads gives
// the same.
struct Sum {
  static constexpr double start = 0;
  template <class T>
  static T join(T a, T b) {
    return a + b;
  }
};
struct Product {
  static constexpr double start = 1;
  template <class T>
  static T join(T a, T b) {
    return a * b;
  }
};
struct Largest {
  static constexpr double start = -std::numeric_limits<double>::infinity();
  template <class T>
  static T join(T a, T b) {
    return a > b || a != a ? a : b;  // NaN wins
  }
};
struct Smallest {
  static constexpr double start = std::numeric_limits<double>::infinity();
  template <class T>
  static T join(T a, T b) {
    return a < b || a != a ? a : b;
  }
};

constexpr std::size_t chunk = 1024;
constexpr std::size_t accumulators = 2 * lanes;

/// A row of at most `chunk` values, over several accumulators side by side.
template <class How, class Part, class T>
Part joinRow(const T* x, std::size_t n) {
  Part partial[accumulators];
  std::fill(partial, partial + accumulators, static_cast<Part>(How::start));
  std::size_t i = 0;
  for (; i + accumulators <= n; i += accumulators)
    for (std::size_t l = 0; l < accumulators; ++l)
      partial[l] = How::join(partial[l], static_cast<Part>(x[i + l]));
  for (std::size_t l = 0; i < n; ++i, ++l) partial[l] = How::join(partial[l], static_cast<Part>(x[i]));
  for (std::size_t half = accumulators / 2; half > 0; half /= 2)
    for (std::size_t l = 0; l < half; ++l) partial[l] = How::join(partial[l], partial[l + half]);
  return partial[0];
}

/// At most `chunk` rows of `inner` values, column by column.
template <class How, class Part, class T>
void joinRows(const T* x, std::size_t rows, std::size_t inner, Part* y) {
  std::fill(y, y + inner, static_cast<Part>(How::start));
  for (std::size_t row = 0; row < rows; ++row, x += inner)
    for (std::size_t i = 0; i < inner; ++i) y[i] = How::join(y[i], static_cast<Part>(x[i]));
}

/// Chunk by chunk (as `Part`), then the chunks of each result in order; `last` makes a result of them.
template <class How, class Part, class T, class Last>
void reduce(const Cpu& cpu, const Call& call, Last last) {
  const Operand& x = call.input(0);
  const Operand& y = call.output();
  Call::require(x.shape.rank() == 3 && (y.shape == Shape{x.shape[0], x.shape[2]}),
                "the output doesn't fit the input");
  const std::size_t outer = x.shape[0], n = x.shape[1], inner = x.shape[2];
  if (y.size() == 0) return;
  const std::size_t chunks = std::max<std::size_t>(1, (n + chunk - 1) / chunk);
  const Scratch parts(cpu.memory,
                      (outer * chunks * inner * sizeof(Part) + sizeof(float) - 1) / sizeof(float));
  Part* const partial = reinterpret_cast<Part*>(parts.data());
  const double cost = 0.2 * static_cast<double>(std::min(n, chunk) * inner) + 5;
  cpu.parallel(outer * chunks, cost, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t first = i % chunks * chunk, rows = std::min(chunk, n - first);
      const T* from = x.as<const T>() + (i / chunks * n + first) * inner;
      if (inner == 1)
        partial[i] = joinRow<How, Part>(from, rows);
      else
        joinRows<How, Part>(from, rows, inner, partial + i * inner);
    }
  });
  for (std::size_t o = 0; o < outer; ++o)
    for (std::size_t i = 0; i < inner; ++i) {
      double joined = How::start;
      for (std::size_t c = 0; c < chunks; ++c)
        joined = How::join(joined, static_cast<double>(partial[(o * chunks + c) * inner + i]));
      y.as<T>()[o * inner + i] = last(joined);
    }
}

void requireType(const Call& call, DType dtype) {
  Call::require(call.input(0).dtype == dtype && call.output().dtype == dtype, "a tensor has the wrong type");
}

float toFloat(double value) { return static_cast<float>(value); }

/// float32 or int32; `Part` is what float32 is joined in.
template <class How, class Part = float>
void reduceNumbers(const Cpu& cpu, const Call& call) {
  if (call.input(0).dtype == DType::int32) {
    requireType(call, DType::int32);
    return reduce<How, double, std::int32_t>(cpu, call, toInt32);
  }
  requireType(call, DType::float32);
  reduce<How, Part, float>(cpu, call, toFloat);
}

void mean(const Cpu& cpu, const Call& call) {
  requireType(call, DType::float32);
  const auto n = static_cast<double>(call.input(0).shape.rank() == 3 ? call.input(0).shape[1] : 1);
  reduce<Sum, float, float>(cpu, call, [n](double sum) { return static_cast<float>(sum / n); });
}

template <class How>
void reduceTruths(const Cpu& cpu, const Call& call) {
  requireType(call, DType::boolean);
  reduce<How, std::uint8_t, std::uint8_t>(cpu, call,
                                          [](double value) { return static_cast<std::uint8_t>(value != 0); });
}

struct Any {
  static constexpr double start = 0;
  template <class T>
  static T join(T a, T b) {
    return static_cast<T>(a != 0 || b != 0);
  }
};
struct All {
  static constexpr double start = 1;
  template <class T>
  static T join(T a, T b) {
    return static_cast<T>(a != 0 && b != 0);
  }
};

/// The place of the first of the best values: x [outer, n, inner] → y [outer, inner], int32.
template <class T, class Better>
void findBest(const Cpu& cpu, const Operand& x, const Operand& y, Better better) {
  const std::size_t n = x.shape[1], inner = x.shape[2];
  cpu.parallel(y.size(), 0.6 * static_cast<double>(n), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const T* from = x.as<const T>() + i / inner * n * inner + i % inner;
      std::int32_t place = 0;
      T best = from[0];
      for (std::size_t j = 1; j < n; ++j)
        if (better(from[j * inner], best)) {
          best = from[j * inner];
          place = static_cast<std::int32_t>(j);
        }
      y.as<std::int32_t>()[i] = place;
    }
  });
}

template <class Better>
void argReduce(const Cpu& cpu, const Call& call, Better better) {
  const Operand& x = call.input(0);
  const Operand& y = call.output(0, DType::int32, 2);
  Call::require(x.shape.rank() == 3 && (y.shape == Shape{x.shape[0], x.shape[2]}),
                "the output doesn't fit the input");
  Call::require(x.shape[1] > 0, "the axis is empty");
  Call::require(x.dtype != DType::boolean, "a tensor has the wrong type");
  if (x.dtype == DType::float32) return findBest<float>(cpu, x, y, better);
  findBest<std::int32_t>(cpu, x, y, better);
}

}  // namespace

void argMax(const Cpu& cpu, const Call& call) {
  argReduce(cpu, call, [](auto value, auto best) { return value > best; });
}

void argMin(const Cpu& cpu, const Call& call) {
  argReduce(cpu, call, [](auto value, auto best) { return value < best; });
}

std::vector<CpuKernelEntry> reductionKernels() {
  return {
      {"All", reduceTruths<All>},       {"Any", reduceTruths<Any>},
      {"Max", reduceNumbers<Largest>},  {"Mean", mean},
      {"Min", reduceNumbers<Smallest>}, {"Prod", reduceNumbers<Product, double>},
      {"Sum", reduceNumbers<Sum>},
  };
}

}  // namespace ser::tfjs::SER_SIMD
