#include "bench/onednn.h"

#ifdef SER_HAS_ONEDNN
#include <dlfcn.h>

#include <memory>
#include <oneapi/dnnl/dnnl.hpp>

namespace ser::tfjs::bench::onednn {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;

/// oneDNN's threads are OpenMP's.
void setThreads(std::size_t threads) {
  if (const auto set = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "omp_set_num_threads")))
    set(static_cast<int>(threads));
}

struct Layouts {
  memory::desc x, filter, y;
};

/// Everything one pass needs, kept alive by its closure.
struct Operands {
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};
  dnnl::primitive primitive;
  std::unordered_map<int, memory> arguments;
  std::vector<Values> memories;
  memory own, plain;  // the result in oneDNN's layout and in TensorFlow.js's

  void run() {
    primitive.execute(stream, arguments);
    stream.wait();
  }
};

memory::dim dim(std::size_t size) { return static_cast<memory::dim>(size); }

Pass pass(const ConvolutionShape& s, Direction direction, bool images, Values& x, Values& filter, Values& y) {
  auto operands = std::make_shared<Operands>();
  const auto& engine = operands->engine;
  const memory::dims xDims{dim(s.images), dim(s.in), dim(s.height), dim(s.width)};
  const memory::dims filterDims{dim(s.out), dim(s.in), dim(s.filterHeight), dim(s.filterWidth)};
  const memory::dims yDims{dim(s.images), dim(s.out), dim(s.vertical().output), dim(s.horizontal().output)};
  const memory::dims strides{dim(s.strideY), dim(s.strideX)};
  const memory::dims before{dim(s.vertical().before), dim(s.horizontal().before)};
  const memory::dims after{dim(s.vertical().after), dim(s.horizontal().after)};
  const auto f32 = memory::data_type::f32;
  const Layouts plain{{xDims, f32, Tag::nhwc}, {filterDims, f32, Tag::hwio}, {yDims, f32, Tag::nhwc}};
  const Tag imageTag = images ? Tag::any : Tag::nhwc;
  const Layouts asked{{xDims, f32, imageTag}, {filterDims, f32, Tag::any}, {yDims, f32, imageTag}};

  const auto algorithm = dnnl::algorithm::convolution_direct;
  const dnnl::convolution_forward::primitive_desc forward(
      {direction == Direction::forward ? dnnl::prop_kind::forward_inference
                                       : dnnl::prop_kind::forward_training,
       algorithm, asked.x, asked.filter, asked.y, strides, before, after},
      engine);
  Layouts own;
  if (direction == Direction::forward) {
    own = {forward.src_desc(), forward.weights_desc(), forward.dst_desc()};
    operands->primitive = dnnl::convolution_forward(forward);
  } else if (direction == Direction::inputGradient) {
    const dnnl::convolution_backward_data::primitive_desc backward(
        {algorithm, asked.x, asked.filter, asked.y, strides, before, after}, engine, forward);
    own = {backward.diff_src_desc(), backward.weights_desc(), backward.diff_dst_desc()};
    operands->primitive = dnnl::convolution_backward_data(backward);
  } else {
    const dnnl::convolution_backward_weights::primitive_desc backward(
        {algorithm, asked.x, asked.filter, asked.y, strides, before, after}, engine, forward);
    own = {backward.src_desc(), backward.diff_weights_desc(), backward.diff_dst_desc()};
    operands->primitive = dnnl::convolution_backward_weights(backward);
  }

  const auto given = [&](const memory::desc& from, Values& values, const memory::desc& to) {
    operands->memories.emplace_back(to.get_size() / sizeof(float));
    memory source(from, engine, values.data()), target(to, engine, operands->memories.back().data());
    dnnl::reorder(source, target).execute(operands->stream, source, target);
    operands->stream.wait();
    return target;
  };
  const bool backward = direction != Direction::forward;
  const memory xs = given(plain.x, x, own.x), filters = given(plain.filter, filter, own.filter),
               ys = given(plain.y, y, own.y);
  operands->arguments = {
      {direction == Direction::inputGradient ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, xs},
      {direction == Direction::filterGradient ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, filters},
      {backward ? DNNL_ARG_DIFF_DST : DNNL_ARG_DST, ys}};
  Values& result = direction == Direction::forward ? y : direction == Direction::inputGradient ? x : filter;
  operands->own = direction == Direction::forward ? ys : direction == Direction::inputGradient ? xs : filters;
  operands->plain = memory(direction == Direction::forward         ? plain.y
                           : direction == Direction::inputGradient ? plain.x
                                                                   : plain.filter,
                           engine, result.data());
  return {[operands] { operands->run(); },
          [operands] {
            operands->run();
            dnnl::reorder(operands->own, operands->plain)
                .execute(operands->stream, operands->own, operands->plain);
            operands->stream.wait();
          }};
}

}  // namespace

std::string version() {
  const dnnl_version_t* v = dnnl_version();
  return std::to_string(v->major) + "." + std::to_string(v->minor) + "." + std::to_string(v->patch);
}

std::vector<Pass> passes(const ConvolutionShape& shape, Direction direction, std::size_t threads, Values& x,
                         Values& filter, Values& y) {
  setThreads(threads);
  return {pass(shape, direction, false, x, filter, y), pass(shape, direction, true, x, filter, y)};
}

}  // namespace ser::tfjs::bench::onednn

#else

namespace ser::tfjs::bench::onednn {

std::string version() { return ""; }
std::vector<Pass> passes(const ConvolutionShape&, Direction, std::size_t, Values&, Values&, Values&) {
  return {};
}

}  // namespace ser::tfjs::bench::onednn
#endif
