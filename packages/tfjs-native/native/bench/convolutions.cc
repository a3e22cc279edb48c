#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "bench/measurements.h"
#include "bench/onednn.h"
#include "bench/stopwatch.h"
#include "bench/subject.h"

namespace ser::tfjs::bench {
namespace {

using onednn::Direction;

const char* name(Direction direction) {
  switch (direction) {
    case Direction::forward:
      return "Conv2D";
    case Direction::inputGradient:
      return "Conv2DBackpropInput";
    default:
      return "Conv2DBackpropFilter";
  }
}

std::string text(const ConvolutionShape& s) {
  const auto of = [](std::size_t value) { return std::to_string(value); };
  return of(s.images) + "×" + of(s.height) + "×" + of(s.width) + "×" + of(s.in) + ", " + of(s.filterHeight) +
         "×" + of(s.filterWidth) + "×" + of(s.out) +
         (s.strideY * s.strideX > 1 ? " /" + of(s.strideY) + "," + of(s.strideX) : "");
}

void measure(const ConvolutionShape& s, Direction direction, std::size_t threads, Subject& subject) {
  const Shape xShape{s.images, s.height, s.width, s.in},
      filterShape{s.filterHeight, s.filterWidth, s.in, s.out};
  const Shape yShape{s.images, s.vertical().output, s.horizontal().output, s.out};
  Values x = someValues(xShape.size()), filter = someValues(filterShape.size()),
         y = someValues(yShape.size());
  const Operand xs{x.data(), DType::float32, xShape}, filters{filter.data(), DType::float32, filterShape},
      ys{y.data(), DType::float32, yShape};
  Call call;
  call.params = {static_cast<double>(s.filterHeight),
                 static_cast<double>(s.filterWidth),
                 static_cast<double>(s.strideY),
                 static_cast<double>(s.strideX),
                 1,
                 1,
                 static_cast<double>(s.vertical().before),
                 static_cast<double>(s.horizontal().before)};
  switch (direction) {
    case Direction::forward:
      call.inputs = {xs, filters};
      call.outputs = {ys};
      call.params.insert(call.params.end(), {0, 0});  // no activation
      break;
    case Direction::inputGradient:
      call.inputs = {ys, filters};
      call.outputs = {xs};
      break;
    case Direction::filterGradient:
      call.inputs = {xs, ys};
      call.outputs = {filters};
      break;
  }
  const auto own = [&] { subject.run(name(direction), call); };
  std::vector<onednn::Pass> peers = onednn::passes(s, direction, threads, x, filter, y);
  Values& result = direction == Direction::forward ? y : direction == Direction::inputGradient ? x : filter;
  double error = 0;
  for (const onednn::Pass& peer : peers) {
    peer.runAndStore();
    const Values expected = result;
    std::fill(result.begin(), result.end(), 0.0F);
    own();
    error = std::max(error, errorOf(result, expected));
  }
  if (peers.size() > 1) {  // the faster of oneDNN's layouts
    const std::vector<Seconds> trial = compare({peers[0].run, peers[1].run}, 0.03, 1);
    if (trial[1].wall < trial[0].wall) std::swap(peers[0], peers[1]);
    peers.pop_back();
  }
  std::vector<std::function<void()>> contestants{own};
  for (const onednn::Pass& peer : peers) contestants.push_back(peer.run);
  const std::vector<Seconds> seconds = compare(contestants, 0.15);
  std::printf(
      "{\"kind\":\"convolution\",\"network\":\"%s\",\"shape\":\"%s\",\"kernel\":\"%s\",\"threads\":%zu,"
      "\"gflop\":%.6f,"
      "\"wall\":%.4e,\"processor\":%.4e",
      s.network, text(s).c_str(), name(direction), threads, s.gflop(), seconds[0].wall, seconds[0].processor);
  if (seconds.size() > 1)
    std::printf(",\"peer\":\"oneDNN %s\",\"peerWall\":%.4e,\"peerProcessor\":%.4e,\"error\":%.1e",
                onednn::version().c_str(), seconds[1].wall, seconds[1].processor, error);
  std::printf("}\n");
  std::fflush(stdout);
}

}  // namespace

void measureConvolutions(std::size_t threads, const std::string& network) {
  Subject subject(threads);
  for (const ConvolutionShape& shape : convolutionShapes)
    for (const Direction direction :
         {Direction::forward, Direction::inputGradient, Direction::filterGradient}) {
      if (!network.empty() && network != shape.network) continue;
      // A network's first layer needs no gradient of its input.
      if (direction == Direction::inputGradient && shape.in == 1) continue;
      measure(shape, direction, threads, subject);
    }
}

}  // namespace ser::tfjs::bench
