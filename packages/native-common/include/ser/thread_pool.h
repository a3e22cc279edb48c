#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ser {

/// Threads that wait for work, for fork and join: the thread that calls works along and returns when all is
/// done. A join waits for no thread that hasn't begun: if the caller has done all there was before a sleeping
/// thread got its turn, that thread isn't needed, and on a busy machine the wait would cost more than the
/// work. One caller at a time. After work a thread looks out for more for some microseconds, since waking it
/// takes longer than many a task does; then it sleeps.
class ThreadPool {
 public:
  /// Room for `threads` at work at once, the caller among them. Throws std::system_error if they can't be
  /// started.
  explicit ThreadPool(std::size_t threads) {
    try {
      for (std::size_t i = 1; i < threads; ++i) threads_.emplace_back([this] { serve(); });
    } catch (...) {
      stop();
      throw;
    }
  }

  ~ThreadPool() { stop(); }

  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  std::size_t size() const { return threads_.size() + 1; }

  /// Handles 0 … count - 1, each on whichever thread is free next. `makeBody()` is called once on every
  /// thread that takes part and gives the function to call with an index, so that it can own that thread's
  /// scratch memory. After an exception no further index is handed out, and the first one is thrown here.
  template <class MakeBody>
  void forEach(std::size_t count, MakeBody&& makeBody) {
    if (count == 0) return;
    std::atomic<std::size_t> next{0};
    share(count, [&] {
      try {
        auto body = makeBody();
        for (std::size_t i; (i = next.fetch_add(1, std::memory_order_relaxed)) < count;) body(i);
      } catch (...) {
        next.store(count, std::memory_order_relaxed);
        throw;
      }
    });
  }

 private:
  /// Calls `work` here and on up to `count` - 1 other threads, as many as come in time.
  void share(std::size_t count, const std::function<void()>& work) {
    const std::size_t helpers = count < size() ? count - 1 : threads_.size();
    {
      const std::lock_guard lock(mutex_);
      work_ = &work;
      error_ = nullptr;
      invited_ = helpers;
      calls_.fetch_add(1, std::memory_order_relaxed);
    }
    for (std::size_t i = 0; i < helpers; ++i) wake_.notify_one();
    guarded(work);
    lookOut([this] { return busy_.load(std::memory_order_relaxed) == 0; });
    std::unique_lock lock(mutex_);
    invited_ = 0;
    joined_.wait(lock, [this] { return busy_ == 0; });
    if (error_) std::rethrow_exception(error_);
  }

  void serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return stopping_ || invited_ > 0; });
      if (stopping_) return;
      --invited_;
      ++busy_;
      const std::function<void()>& work = *work_;
      const std::size_t call = calls_.load(std::memory_order_relaxed);
      lock.unlock();
      guarded(work);
      lock.lock();
      if (--busy_ == 0) joined_.notify_one();
      lock.unlock();
      lookOut([&] { return calls_.load(std::memory_order_relaxed) != call; });
      lock.lock();
    }
  }

  /// Waits for something without going to sleep, but lets others have the processor.
  template <class Happened>
  static void lookOut(Happened&& happened) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(30);
    while (!happened() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  }

  void guarded(const std::function<void()>& work) {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!error_) error_ = std::current_exception();
    }
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable joined_;
  const std::function<void()>* work_ = nullptr;
  std::size_t invited_ = 0;            // threads that may still begin
  std::atomic<std::size_t> busy_{0};   // threads at work besides the caller
  std::atomic<std::size_t> calls_{0};  // of share(), so far
  std::exception_ptr error_;
  bool stopping_ = false;
};

}  // namespace ser
