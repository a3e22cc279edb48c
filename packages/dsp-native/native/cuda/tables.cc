#include "tables.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ser::dsp::cuda {
namespace {

/// The longest piece. An odd number, so that neighbouring pieces of a wide filter begin in different banks of
/// shared memory.
constexpr std::uint32_t longestPiece = 17;

}  // namespace

template <class T>
std::vector<Complex<T>> turnsOf(std::size_t size, std::size_t count) {
  std::vector<Complex<T>> turns(count);
  for (std::size_t k = 0; k < count; ++k) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(size);
    turns[k] = {static_cast<T>(std::cos(angle)), static_cast<T>(-std::sin(angle))};
  }
  return turns;
}

template std::vector<Complex<float>> turnsOf(std::size_t, std::size_t);
template std::vector<Complex<double>> turnsOf(std::size_t, std::size_t);

std::vector<int> factorsOf(std::size_t size) {
  std::vector<int> factors;
  const auto divideBy = [&](std::size_t factor) {
    for (; size % factor == 0; size /= factor) factors.push_back(static_cast<int>(factor));
  };
  // A pass costs its radix in sums for every output: 4 in one pass costs what 2 and 2 do, and saves one.
  divideBy(4);
  for (std::size_t factor = 2; factor * factor <= size; ++factor) divideBy(factor);
  if (size > 1) factors.push_back(static_cast<int>(size));
  return factors;
}

CutFilters cutFilters(const MelFilters& filters) {
  CutFilters cut{{}, {}, {0}, 0};
  std::vector<std::uint32_t> sources;  // where a piece's weights begin among the filters'
  std::uint32_t used = 0;
  for (std::size_t band = 0; band < filters.bands(); ++band) {
    const std::uint32_t length = filters.lengths[band];
    const std::uint32_t count = (length + longestPiece - 1) / longestPiece;
    double sum = 0;
    for (std::uint32_t i = 0; i < length; ++i) sum += filters.weights[used + i];
    cut.widest = std::max(cut.widest, static_cast<float>(sum));
    for (std::uint32_t piece = 0; piece < count; ++piece) {
      const std::uint32_t begin = length * piece / count;
      const std::uint32_t end = length * (piece + 1) / count;
      cut.pieces.push_back({filters.starts[band] + begin, end - begin, 0});
      sources.push_back(used + begin);
    }
    used += length;
    cut.bandOffsets.push_back(static_cast<std::uint32_t>(cut.pieces.size()));
  }

  for (std::size_t first = 0; first < cut.pieces.size(); first += piecesPerGroup) {
    const std::size_t end = std::min<std::size_t>(first + piecesPerGroup, cut.pieces.size());
    const std::size_t place = cut.weights.size();
    std::uint32_t longest = 0;
    for (std::size_t p = first; p < end; ++p) longest = std::max(longest, cut.pieces[p].length);
    cut.weights.resize(place + std::size_t{longest} * piecesPerGroup);
    for (std::size_t p = first; p < end; ++p) {
      MelPiece& piece = cut.pieces[p];
      piece.weights = static_cast<std::uint32_t>(place + (p - first));
      for (std::uint32_t i = 0; i < piece.length; ++i) {
        cut.weights[piece.weights + piecesPerGroup * i] = filters.weights[sources[p] + i];
      }
    }
  }
  return cut;
}

}  // namespace ser::dsp::cuda
