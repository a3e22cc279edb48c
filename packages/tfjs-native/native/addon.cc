#include <napi.h>

#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "call_buffer.h"
#include "cpu/cpu_device.h"
#include "ser/error.h"
#include "tensor_store.h"

/// The JavaScript class `Engine`: a device and its tensors. It only converts and dispatches. All state
/// belongs to the instance, so that any number of them can live in any number of worker threads.
namespace ser::tfjs {
namespace {

class EngineWrap final : public Napi::ObjectWrap<EngineWrap> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(
        env, "Engine",
        {InstanceMethod("info", &EngineWrap::info), InstanceMethod("kernels", &EngineWrap::kernels),
         InstanceMethod("create", &EngineWrap::create), InstanceMethod("size", &EngineWrap::size),
         InstanceMethod("read", &EngineWrap::read), InstanceMethod("retain", &EngineWrap::retain),
         InstanceMethod("release", &EngineWrap::release),
         InstanceMethod("references", &EngineWrap::references), InstanceMethod("run", &EngineWrap::run),
         InstanceMethod("memory", &EngineWrap::memory), InstanceMethod("dispose", &EngineWrap::dispose)});
  }

  /// new Engine(device, threads, simd)
  explicit EngineWrap(const Napi::CallbackInfo& info) : Napi::ObjectWrap<EngineWrap>(info) {
    const std::string device = info[0].As<Napi::String>();
    if (device != "cpu") throw Error("This build has no device named '" + device + "'.");
    device_ =
        std::make_unique<CpuDevice>(info[1].As<Napi::Number>().Uint32Value(), info[2].As<Napi::String>());
    store_ = std::make_unique<TensorStore>(*device_);
  }

 private:
  static std::uint64_t idOf(const Napi::Value& value) {
    return static_cast<std::uint64_t>(value.As<Napi::Number>().Int64Value());
  }

  /// Runs what may take memory.
  template <class Body>
  static void withMemory(Body&& body) {
    try {
      body();
    } catch (const std::bad_alloc&) {
      throw Error("there is not enough memory");
    }
  }

  TensorStore& store() const {
    if (!store_) throw Error("The native backend is disposed.");
    return *store_;
  }

  Napi::Value info(const Napi::CallbackInfo& info) {
    store();
    const DeviceInfo device = device_->info();
    Napi::Object result = Napi::Object::New(info.Env());
    result.Set("device", device.kind);
    result.Set("simd", device.simd);
    result.Set("threads", static_cast<double>(device.threads));
    return result;
  }

  Napi::Value kernels(const Napi::CallbackInfo& info) {
    store();
    const std::vector<std::string> names = device_->kernelNames();
    Napi::Array result = Napi::Array::New(info.Env(), names.size());
    for (std::uint32_t i = 0; i < names.size(); ++i) result.Set(i, names[i]);
    return result;
  }

  /// create(dtype, size, values?) → id. Without values they are undefined.
  Napi::Value create(const Napi::CallbackInfo& info) {
    const auto dtype = static_cast<DType>(info[0].As<Napi::Number>().Uint32Value());
    const auto size = static_cast<std::size_t>(info[1].As<Napi::Number>().Int64Value());
    std::uint64_t id = 0;
    withMemory([&] { id = store().create(dtype, size); });
    if (info[2].IsTypedArray()) {
      const auto values = info[2].As<Napi::TypedArray>();
      const TensorStore::Tensor& tensor = store_->get(id);
      if (values.ByteLength() != tensor.bytes()) {
        store_->release(id);
        throw Error("A tensor of " + std::to_string(size) + " values was given " +
                    std::to_string(values.ElementLength()) + ".");
      }
      device_->copyIn(tensor.data, bytesAt(values), values.ByteLength());
    }
    return Napi::Number::New(info.Env(), static_cast<double>(id));
  }

  Napi::Value size(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), static_cast<double>(store().get(idOf(info[0])).size));
  }

  /// read(id, into)
  void read(const Napi::CallbackInfo& info) {
    const TensorStore::Tensor& tensor = store().get(idOf(info[0]));
    const auto into = info[1].As<Napi::TypedArray>();
    if (into.ByteLength() != tensor.bytes()) throw Error("The array to read a tensor into has another size.");
    device_->copyOut(bytesAt(into), tensor.data, tensor.bytes());
  }

  void retain(const Napi::CallbackInfo& info) { store().retain(idOf(info[0])); }

  /// release(id, all) → references left
  Napi::Value release(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(),
                             static_cast<double>(store().release(idOf(info[0]), info[1].ToBoolean())));
  }

  Napi::Value references(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), static_cast<double>(store().references(idOf(info[0]))));
  }

  /// run(kernel, buffer): see call_buffer.h. The outputs' ids are left at the buffer's start.
  void run(const Napi::CallbackInfo& info) {
    const std::size_t kernel = info[0].As<Napi::Number>().Uint32Value();
    auto buffer = info[1].As<Napi::Float64Array>();
    withMemory([&] {
      CallFrame frame(store(), {buffer.Data(), buffer.ElementLength()}, call_);
      device_->run(kernel, call_);
      frame.keepOutputs(buffer.Data());
    });
  }

  Napi::Value memory(const Napi::CallbackInfo& info) {
    store();
    const MemoryUse use = device_->memoryUse();
    Napi::Object result = Napi::Object::New(info.Env());
    result.Set("used", static_cast<double>(use.used));
    result.Set("reserved", static_cast<double>(use.reserved));
    result.Set("tensors", static_cast<double>(store_->count()));
    return result;
  }

  void dispose(const Napi::CallbackInfo&) {
    store_.reset();
    device_.reset();
  }

  /// Where an array's values are, be its memory shared or not.
  static std::uint8_t* bytesAt(const Napi::TypedArray& array) {
    void* data = nullptr;
    const napi_status status =
        napi_get_typedarray_info(array.Env(), array, nullptr, nullptr, &data, nullptr, nullptr);
    NAPI_THROW_IF_FAILED(array.Env(), status, nullptr);
    return static_cast<std::uint8_t*>(data);
  }

  std::unique_ptr<Device> device_;
  std::unique_ptr<TensorStore> store_;  // ends before the device
  Call call_;                           // kept for its memory
};

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  exports.Set("Engine", EngineWrap::define(env));
  return exports;
}

}  // namespace
}  // namespace ser::tfjs

static Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  return ser::tfjs::initialise(env, exports);
}

NODE_API_MODULE(tfjs_native, initialise)
