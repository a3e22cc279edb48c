#include <napi.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "check.h"
#include "job_queue.h"
#include "make_engine.h"
#include "operations.h"
#include "read_wav_files.h"

/// The JavaScript class `Engine` turns calls into jobs for an engine, and their ends into calls of
/// JavaScript functions. All state belongs to one instance, so that any number of them can live in any number
/// of worker threads.
namespace ser::dsp {
namespace {

/// From an engine's threads to JavaScript: a job moved on, or ended.
struct Event {
  std::uint32_t job;
  std::optional<Outcome> outcome;
};

class EngineWrap final : public Napi::ObjectWrap<EngineWrap> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(
        env, "Engine",
        {InstanceMethod("start", &EngineWrap::start), InstanceMethod("cancel", &EngineWrap::cancel),
         InstanceMethod("dispose", &EngineWrap::dispose)});
  }

  /// new Engine(device, threads, simd), with the properties `name` and `simd`: strings, empty where they say
  /// nothing.
  explicit EngineWrap(const Napi::CallbackInfo& info) : Napi::ObjectWrap<EngineWrap>(info) {
    const Napi::Env env = info.Env();
    require(info[0].IsString() && info[2].IsString(), "a device or vector instructions that are no string");
    const std::uint32_t threads = toCount(info[1], "threads", mostThreads);
    require(threads > 0, "no threads");
    engine_ = makeEngine(info[0].As<Napi::String>(), threads, info[2].As<Napi::String>());
    queue_ = std::make_unique<JobQueue>();
    Value().Set("name", engine_->name());
    Value().Set("simd", engine_->simd());
    events_ = Events::New(env, "ser.dsp", 0, 1, this);
    events_.Unref(env);
    // Node runs the hook added last first: our threads end before the hook that `events_` added closes it.
    napi_add_env_cleanup_hook(env, stopAtExit, this);
  }

  ~EngineWrap() override { stopNow(); }

 private:
  /// As createExtractor allows.
  static constexpr std::uint32_t mostThreads = 1024;

  static std::uint32_t toCount(const Napi::Value& value, const char* name, std::uint32_t most) {
    const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
    require(number >= 0 && number <= most && number == std::floor(number),
            std::string(name) + " out of range");
    return static_cast<std::uint32_t>(number);
  }

  struct Pending {
    std::shared_ptr<Job> job;
    Napi::FunctionReference onEvent;
    Napi::ObjectReference arrays;  // keeps samples and output alive
  };

  static void deliver(Napi::Env env, Napi::Function, EngineWrap* self, Event* event) {
    const std::unique_ptr<Event> owned(event);
    if (static_cast<napi_env>(env) != nullptr) self->onEvent(env, std::move(*event));
  }

  using Events = Napi::TypedThreadSafeFunction<EngineWrap, Event, deliver>;

  /// start(operation, job, onEvent) → the job's number. Calls onEvent('progress', clips) now and then, and at
  /// last one of onEvent('done'), ('cancelled'), ('nonFinite', sample) and ('failed', message).
  Napi::Value start(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    if (!queue_) throw Error("The native engine was disposed of.");
    require(info[0].IsString(), "an operation that is no string");
    require(info[1].IsObject(), "a job that is no object");
    require(info[2].IsFunction(), "an onEvent that is no function");
    const auto description = info[1].As<Napi::Object>();
    const std::uint32_t number = ++lastJob_;
    const std::shared_ptr<Job> job(
        new Job{toWork(*engine_, scratch_, info[0].As<Napi::String>(), description),
                [this, number](Outcome outcome) { post({number, std::move(outcome)}); },
                JobControl([this, number] { post({number, std::nullopt}); })});
    if (pending_.empty()) {
      events_.Ref(env);
      Ref();
    }
    pending_.emplace(
        number, Pending{job, Napi::Persistent(info[2].As<Napi::Function>()), Napi::Persistent(description)});
    queue_->submit(job);
    return Napi::Number::New(env, number);
  }

  /// cancel(number): the job ends soon, with its last event.
  void cancel(const Napi::CallbackInfo& info) {
    const auto found = pending_.find(toCount(info[0], "a job's number", UINT32_MAX));
    if (found != pending_.end() && queue_) queue_->cancel(found->second.job);
  }

  /// Cancels every job and returns when no thread is left; their last events come later.
  void dispose(const Napi::CallbackInfo&) { stopNow(); }

  void stopNow() {
    if (!queue_) return;
    napi_remove_env_cleanup_hook(Env(), stopAtExit, this);
    stop();
  }

  static void stopAtExit(void* self) { static_cast<EngineWrap*>(self)->stop(); }

  void stop() {
    queue_.reset();
    engine_.reset();
    events_.Release();
  }

  /// Called on any thread.
  void post(Event event) {
    auto* copy = new Event(std::move(event));
    if (events_.NonBlockingCall(copy) != napi_ok) delete copy;
  }

  void onEvent(Napi::Env env, Event event) {
    const auto found = pending_.find(event.job);
    if (!event.outcome) {
      found->second.onEvent.Call(
          {Napi::String::New(env, "progress"),
           Napi::Number::New(env, static_cast<double>(found->second.job->control.finishedClips()))});
      return;
    }
    const Pending pending = std::move(found->second);
    pending_.erase(found);
    if (pending_.empty()) {
      Unref();
      if (queue_) events_.Unref(env);
    }
    call(env, pending.onEvent, *event.outcome);
  }

  static void call(Napi::Env env, const Napi::FunctionReference& onEvent, const Outcome& outcome) {
    switch (outcome.kind) {
      case Outcome::Kind::done:
        onEvent.Call({Napi::String::New(env, "done")});
        break;
      case Outcome::Kind::cancelled:
        onEvent.Call({Napi::String::New(env, "cancelled")});
        break;
      case Outcome::Kind::nonFinite:
        onEvent.Call({Napi::String::New(env, "nonFinite"),
                      Napi::Number::New(env, static_cast<double>(outcome.sample))});
        break;
      case Outcome::Kind::failed:
        onEvent.Call({Napi::String::New(env, "failed"), Napi::String::New(env, outcome.message)});
        break;
    }
  }

  std::unique_ptr<Engine> engine_;
  RecipeScratch scratch_;
  std::unique_ptr<JobQueue> queue_;  // null once stopped
  Events events_;
  std::uint32_t lastJob_ = 0;
  std::unordered_map<std::uint32_t, Pending> pending_;
};

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("Engine", EngineWrap::define(env));
  exports.Set("readWavFiles", Napi::Function::New(env, readWavFiles));
  return exports;
}

}  // namespace
}  // namespace ser::dsp

static Napi::Object initModule(Napi::Env env, Napi::Object exports) { return ser::dsp::init(env, exports); }

NODE_API_MODULE(dsp_native, initModule)
