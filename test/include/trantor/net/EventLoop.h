// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef TRANTOR_NET_EVENTLOOP_H
#define TRANTOR_NET_EVENTLOOP_H
#include <functional>
#include <string>

namespace trantor {
class EventLoop {
public:
  void loop();
  void queueInLoop(std::function<void()> job);
  static EventLoop *getEventLoopOfCurrentThread();
};
class TaskQueue {
public:
  virtual void runTaskInQueue(const std::function<void()> &task) = 0;
  void syncTaskInQueue(const std::function<void()> &task);
};
class ConcurrentTaskQueue : public TaskQueue {
public:
  ConcurrentTaskQueue(size_t threads, const std::string &name);
  void runTaskInQueue(const std::function<void()> &task) override;
};
class SerialTaskQueue : public TaskQueue {
public:
  void runTaskInQueue(const std::function<void()> &task) override;
};
template <typename T> class MpscQueue {
public:
  void enqueue(T &&value);
};
} // namespace trantor
#endif
