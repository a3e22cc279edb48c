#include "read_wav_files.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "job.h"
#include "ser/error.h"
#include "wav/read_files.h"

namespace ser::dsp {
namespace {

/// Reads on one of Node's threads for files, while the engine computes on its own.
class ReadWorker final : public Napi::AsyncWorker {
 public:
  ReadWorker(Napi::Env env, std::vector<std::string> paths, Napi::Uint8Array memory,
             Napi::Int32Array cancelled)
      : AsyncWorker(env, "ser.readWavFiles"),
        deferred_(Napi::Promise::Deferred::New(env)),
        paths_(std::move(paths)),
        keptMemory_(Napi::Persistent(memory.As<Napi::Object>())),
        keptFlag_(Napi::Persistent(cancelled.As<Napi::Object>())),
        memory_(reinterpret_cast<std::byte*>(memory.Data()), memory.ElementLength()),
        cancelled_(*cancelled.Data()) {}

  Napi::Promise promise() const { return deferred_.Promise(); }

 protected:
  void Execute() override {
    try {
      result_ = readFiles(paths_, memory_, [this] {
        if (std::atomic_ref(cancelled_).load(std::memory_order_relaxed) != 0) throw Cancelled{};
      });
    } catch (const Cancelled&) {
      result_ = {};
    }
  }

  void OnOK() override {
    const Napi::Env env = Env();
    const auto files = Napi::Array::New(env, result_.files.size());
    for (std::uint32_t i = 0; i < result_.files.size(); ++i) files.Set(i, toObject(env, result_.files[i]));
    auto answer = Napi::Object::New(env);
    answer.Set("files", files);
    answer.Set("isInt16", result_.isInt16);
    answer.Set("bytesNeeded", static_cast<double>(result_.bytesNeeded));
    deferred_.Resolve(answer);
  }

  void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

 private:
  static Napi::Object toObject(Napi::Env env, const FileOutcome& file) {
    auto object = Napi::Object::New(env);
    if (file.error.empty()) {
      object.Set("sampleRate", file.sampleRate);
      object.Set("samples", static_cast<double>(file.samples));
    } else {
      object.Set("error", file.error);
    }
    return object;
  }

  Napi::Promise::Deferred deferred_;
  std::vector<std::string> paths_;
  Napi::ObjectReference keptMemory_;
  Napi::ObjectReference keptFlag_;
  std::span<std::byte> memory_;
  std::int32_t& cancelled_;
  ReadFiles result_;
};

template <class Array>
Array toArray(const Napi::Value& value, napi_typedarray_type type) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != type) {
    throw Error("readWavFiles was called with an array of the wrong type.");
  }
  return value.As<Array>();
}

}  // namespace

Napi::Value readWavFiles(const Napi::CallbackInfo& info) {
  if (!info[0].IsArray()) throw Error("readWavFiles was called without paths.");
  const auto list = info[0].As<Napi::Array>();
  std::vector<std::string> paths;
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const Napi::Value path = list.Get(i);
    if (!path.IsString()) throw Error("readWavFiles was called with a path that is no string.");
    paths.push_back(path.As<Napi::String>());
  }
  const auto memory = toArray<Napi::Uint8Array>(info[1], napi_uint8_array);
  const auto cancelled = toArray<Napi::Int32Array>(info[2], napi_int32_array);
  if (memory.ByteOffset() % sizeof(float) != 0 || cancelled.ElementLength() == 0) {
    throw Error("readWavFiles was called with memory that isn't aligned.");
  }
  auto* worker = new ReadWorker(info.Env(), std::move(paths), memory, cancelled);
  const Napi::Promise promise = worker->promise();
  worker->Queue();
  return promise;
}

}  // namespace ser::dsp
