#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "job.h"

namespace ser::dsp {

/// How a job ended.
struct Outcome {
  enum class Kind { done, cancelled, nonFinite, failed };

  Kind kind;
  std::size_t sample = 0;    // nonFinite: its index in the batch's samples
  std::string message = {};  // failed: why
};

struct Job {
  std::function<void(JobControl&)> work;
  /// Called once, from the queue's thread or from cancel() or stop(), when nothing works at the job any more.
  std::function<void(Outcome)> settled;
  JobControl control;
};

/// A thread that does jobs one after the other, in the order they came. Exceptions of a job become its
/// outcome.
class JobQueue {
 public:
  JobQueue();
  ~JobQueue() { stop(); }

  JobQueue(const JobQueue&) = delete;
  JobQueue& operator=(const JobQueue&) = delete;

  void submit(std::shared_ptr<Job> job);

  /// Settles a waiting job at once; a running one as soon as it notices.
  void cancel(const std::shared_ptr<Job>& job);

  /// Cancels every job and returns when all are settled and the thread has ended.
  void stop();

 private:
  void serve();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<Job>> waiting_;
  std::shared_ptr<Job> running_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ser::dsp
