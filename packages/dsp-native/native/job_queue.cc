#include "job_queue.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

namespace ser::dsp {
namespace {

Outcome outcomeOf(Job& job) {
  try {
    job.control.throwIfCancelled();
    job.work(job.control);
    return {Outcome::Kind::done};
  } catch (const Cancelled&) {
    return {Outcome::Kind::cancelled};
  } catch (const NonFiniteSample& sample) {
    return {Outcome::Kind::nonFinite, sample.index};
  } catch (const std::bad_alloc&) {
    return {Outcome::Kind::failed, 0, "There is not enough memory: hand over fewer clips at a time."};
  } catch (const std::exception& error) {
    return {Outcome::Kind::failed, 0, error.what()};
  } catch (...) {
    return {Outcome::Kind::failed, 0, "The engine failed for an unknown reason."};
  }
}

}  // namespace

JobQueue::JobQueue() : thread_([this] { serve(); }) {}

void JobQueue::submit(std::shared_ptr<Job> job) {
  {
    std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(job));
  }
  wake_.notify_one();
}

void JobQueue::cancel(const std::shared_ptr<Job>& job) {
  job->control.cancel();
  {
    std::lock_guard lock(mutex_);
    const auto place = std::find(waiting_.begin(), waiting_.end(), job);
    if (place == waiting_.end()) return;
    waiting_.erase(place);
  }
  job->settled({Outcome::Kind::cancelled});
}

void JobQueue::stop() {
  std::deque<std::shared_ptr<Job>> dropped;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped.swap(waiting_);
    if (running_) running_->control.cancel();
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  for (const auto& job : dropped) job->settled({Outcome::Kind::cancelled});
}

void JobQueue::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    running_ = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    running_->settled(outcomeOf(*running_));
    lock.lock();
    running_.reset();
  }
}

}  // namespace ser::dsp
