// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "models/ModelNames.h"

namespace cotidy {

template <> llvm::ArrayRef<EnumName<TypeKind>> enumNames<TypeKind>() {
  static const EnumName<TypeKind> Names[] = {
      {TypeKind::Task, "task", "result of a coroutine or asynchronous function, to be awaited"},
      {TypeKind::Future, "future", "handle of work that already runs"},
      {TypeKind::Operation, "operation", "a packaged operation that starts when it is awaited"},
      {TypeKind::Generator, "generator", "synchronous generator"},
      {TypeKind::AsyncGenerator, "async-generator", "generator whose elements are awaited"},
      {TypeKind::Monadic, "monadic", "a coroutine type that nobody else resumes (optional, expected)"},
      {TypeKind::Detached, "detached", "a coroutine that runs by itself and may be dropped"},
      {TypeKind::Ready, "ready", "awaiting it never suspends"},
      {TypeKind::Awaitable, "awaitable", "awaitable by way of its library, not required to be consumed"},
      {TypeKind::Mutex, "mutex", "its lock blocks the thread"},
      {TypeKind::AsyncMutex, "async-mutex", "its lock is awaited"},
      {TypeKind::Guard, "guard", "owns a lock for its lifetime"},
      {TypeKind::Semaphore, "semaphore", "counting semaphore or limiter that is awaited"},
      {TypeKind::Permit, "permit", "owns a unit of a semaphore; a bound, never a held resource"},
      {TypeKind::Transaction, "transaction", "open until it is committed, rolled back or destroyed"},
      {TypeKind::Lease, "lease", "an exclusive pooled connection, given back on destruction"},
      {TypeKind::Ordered, "ordered", "operations on one object must follow each other (socket, connection)"},
      {TypeKind::Concurrent, "concurrent", "one object serves many operations at once (client, pool)"},
      {TypeKind::BoundedQueue, "bounded-queue", "queue or channel with a capacity"},
      {TypeKind::UnboundedQueue, "unbounded-queue", "queue or channel without a capacity"},
      {TypeKind::Timer, "timer", "waits for time to pass"},
      {TypeKind::Scope, "scope", "nursery: owns spawned work and is joined"},
      {TypeKind::Executor, "executor", "something that runs work"},
      {TypeKind::StopToken, "stop-token", "a request to stop, as its receiver sees it"},
      {TypeKind::StopSource, "stop-source", "the side that asks to stop"},
      {TypeKind::Token, "token", "completion token; `means` says of what sort"},
      {TypeKind::Client, "client", "expensive to build, meant to be shared"},
      {TypeKind::FileStream, "file-stream", "a blocking stream of a file or descriptor"},
      {TypeKind::ThreadBound, "thread-bound",
       "guards a state of the thread that made it, and must end on it"},
      {TypeKind::Promise, "promise", "whoever waits for its future goes on when it is settled"},
      {TypeKind::Error, "error", "says by its value whether something failed, and how"},
  };
  return Names;
}

template <> llvm::ArrayRef<EnumName<Start>> enumNames<Start>() {
  static const EnumName<Start> Names[] = {
      {Start::Lazy, "lazy", "the work begins when it is awaited or started"},
      {Start::Eager, "eager", "the work has begun when the object exists"},
  };
  return Names;
}

template <> llvm::ArrayRef<EnumName<Drop>> enumNames<Drop>() {
  static const EnumName<Drop> Names[] = {
      {Drop::NeverRuns, "never-runs", "the work never begins"},
      {Drop::RunsUnobserved, "runs-unobserved", "the work goes on, its result and error are lost"},
      {Drop::Blocks, "blocks", "the destructor waits for the work"},
      {Drop::Terminates, "terminates", "the destructor ends the process, possibly only on an error"},
      {Drop::Cancels, "cancels", "the work is cancelled"},
      {Drop::Harmless, "harmless", "it is meant to be dropped"},
  };
  return Names;
}

template <> llvm::ArrayRef<EnumName<TokenMeaning>> enumNames<TokenMeaning>() {
  static const EnumName<TokenMeaning> Names[] = {
      {TokenMeaning::Awaitable, "awaitable", "the operation is to be awaited"},
      {TokenMeaning::Operation, "operation", "the operation is packaged, to be started later"},
      {TokenMeaning::Future, "future", "the operation starts, a future has the result"},
      {TokenMeaning::Detached, "detached", "the operation starts, its result is dropped"},
      {TokenMeaning::Timeout, "timeout", "wraps another token, with a limit on the time"},
      {TokenMeaning::Cancellation, "cancellation", "wraps another token, with a way to cancel"},
      {TokenMeaning::ErrorAsValue, "error-as-value", "wraps another token, errors become part of the result"},
      {TokenMeaning::Adapter, "adapter", "wraps another token, whose meaning stays"},
  };
  return Names;
}

template <> llvm::ArrayRef<EnumName<CallKind>> enumNames<CallKind>() {
  static const EnumName<CallKind> Names[] = {
      {CallKind::Spawn, "spawn", "starts an awaitable and gives back a handle"},
      {CallKind::Detach, "detach", "starts an awaitable that nobody joins"},
      {CallKind::Join, "join", "awaitable that ends when all its operands have ended"},
      {CallKind::BoundedJoin, "bounded-join", "the same, with a limit (`bound`) on how many run at once"},
      {CallKind::Race, "race", "ends with the first operand; `losers` says what becomes of the rest"},
      {CallKind::SyncWait, "sync-wait", "blocks this thread until asynchronous work is done"},
      {CallKind::Ready, "ready", "an awaitable that is done already"},
      {CallKind::Sleep, "sleep", "awaitable pause"},
      {CallKind::Yield, "yield", "lets other coroutines run"},
      {CallKind::Lock, "lock", "takes a lock by hand; awaited if the type is an `async-mutex`"},
      {CallKind::TryLock, "try-lock", "takes a lock if it is free; the result tells"},
      {CallKind::Unlock, "unlock", "gives a lock back"},
      {CallKind::Release, "release", "disowns a lock without unlocking it"},
      {CallKind::Acquire, "acquire", "takes a permit or waits for room"},
      {CallKind::ReleasePermit, "release-permit", "gives a permit back"},
      {CallKind::Begin, "begin", "opens a transaction"},
      {CallKind::End, "end", "commits, rolls back or closes a transaction"},
      {CallKind::Timeout, "timeout", "ends in time, and so does what it wraps"},
      {CallKind::Deadline, "deadline", "puts a deadline on the receiver's later operations"},
      {CallKind::ClearDeadline, "clear-deadline", "takes the deadline away again"},
      {CallKind::Cancel, "cancel", "cancels operations of the receiver or through a token"},
      {CallKind::Io, "io", "waits for a peer; wants a deadline"},
      {CallKind::LocalIo, "local-io", "waits for the machine's own disk or device"},
      {CallKind::Idle, "idle",
       "waits for a peer as long as it takes, by design (accept, signal, subscription)"},
      {CallKind::Pull, "pull", "takes the next element of a generator, stream or channel"},
      {CallKind::Push, "push", "adds an element to a queue or channel"},
      {CallKind::Blocks, "blocks", "blocks this thread; `category` says how"},
      {CallKind::Busy, "busy", "long computation on this thread"},
      {CallKind::Hop, "hop", "resumes the coroutine on another executor"},
      {CallKind::Offload, "offload", "runs its callable argument elsewhere, where it may block"},
      {CallKind::Run, "run", "runs its callable argument now, on this thread"},
      {CallKind::Now, "forwards", "hands on its awaitable argument; looked through"},
      {CallKind::Independent, "independent", "calls do not depend on each other, whatever they share"},
      {CallKind::OrderedCall, "ordered", "calls must follow each other"},
      {CallKind::Limits, "limits", "gives at most so many elements of a range, or the smaller of numbers"},
      {CallKind::Configured, "configured",
       "gives what has its time limit, if any, from where the program is configured; `note` says what to "
       "set"},
      {CallKind::ThreadState, "thread-state",
       "gives what the calling thread has for itself: its id, its state"},
      {CallKind::Settle, "settle", "gives a promise its value or error"},
  };
  return Names;
}

template <> llvm::ArrayRef<EnumName<BlockingCategory>> enumNames<BlockingCategory>() {
  static const EnumName<BlockingCategory> Names[] = {
      {BlockingCategory::Sleep, "sleep", "a pause of the thread"},
      {BlockingCategory::Wait, "wait", "a condition variable, future, event, semaphore, latch, barrier"},
      {BlockingCategory::Join, "join", "the end of a thread or pool"},
      {BlockingCategory::SyncWait, "sync-wait", "the end of asynchronous work, waited for by the thread"},
      {BlockingCategory::Lock, "lock", "a mutex; off by default"},
      {BlockingCategory::Dns, "dns", "name resolution"},
      {BlockingCategory::Socket, "socket", "a peer on the network or a pipe"},
      {BlockingCategory::Process, "process", "another process"},
      {BlockingCategory::Database, "database", "a database, its driver or file"},
      {BlockingCategory::File, "file", "reads, writes, syncs and copies of files"},
      {BlockingCategory::FileMeta, "file-meta", "open, stat, rename, list; off by default"},
      {BlockingCategory::Console, "console", "the terminal; off by default"},
      {BlockingCategory::BusyWait, "busy-wait", "a loop that polls"},
      {BlockingCategory::Cpu, "cpu", "computation"},
  };
  return Names;
}

template <> llvm::ArrayRef<EnumName<Losers>> enumNames<Losers>() {
  static const EnumName<Losers> Names[] = {
      {Losers::Cancelled, "cancelled", "they are cancelled"},
      {Losers::RunOn, "run-on", "they go on"},
  };
  return Names;
}

template <> llvm::ArrayRef<EnumName<Errors>> enumNames<Errors>() {
  static const EnumName<Errors> Names[] = {
      {Errors::Dropped, "dropped", "nobody is told of an error"},
      {Errors::Terminate, "terminates", "an error ends the process"},
      {Errors::Reported, "reported", "the library logs or keeps an error"},
      {Errors::ToCallback, "to-callback", "the last argument, a callback, is told"},
      {Errors::First, "first", "the first error is all that the awaiter gets"},
      {Errors::Each, "each", "every operand has a result of its own, a value or an error"},
  };
  return Names;
}

template <> llvm::ArrayRef<EnumName<FixFor>> enumNames<FixFor>() {
  static const EnumName<FixFor> Names[] = {
      {FixFor::Join, "join", "a loop that awaits one call for each element, by all of them at once"},
      {FixFor::BoundedJoin, "bounded-join", "the same, by a limited number at once"},
      {FixFor::Limit, "limit", "a join of any number, by one that is told how many at once"},
      {FixFor::JoinTwo, "join-two", "two consecutive declarations or statements that each await a call"},
      {FixFor::Sleep, "sleep", "a blocking sleep, by a pause of the coroutine"},
      {FixFor::Timeout, "timeout", "an awaited operation, by the same with a limit on its time"},
      {FixFor::Deadline, "deadline", "a statement before the await that limits the resource's operations"},
      {FixFor::Twin, "twin", "a blocking call, by its awaitable form"},
      {FixFor::ReadyValue, "ready-value",
       "`co_return value` of a coroutine that never awaits, by a plain return"},
      {FixFor::Spawn, "spawn", "a dropped task in a plain function, by a detached start that reports errors"},
      {FixFor::Detach, "detach", "a detached start whose errors nobody sees, by one that reports them"},
  };
  return Names;
}

llvm::ArrayRef<Placeholder> placeholders() {
  using F = FixFor;
  static const Placeholder All[] = {
      {"namespace", "the library's namespace as this code uses it: `boost::asio`", {}},
      {"path", "the same as a folder: `boost/asio`", {}},
      {"executor", "an expression for the coroutine's executor, or the one in scope", {}},
      {"call", "the awaited expression without `co_await`", {F::Join, F::BoundedJoin, F::Timeout}},
      {"range", "the range of the loop", {F::Join, F::BoundedJoin}},
      {"element", "the declaration of the loop's element: `const User &user`", {F::Join, F::BoundedJoin}},
      {"body", "the loop's body without its braces", {F::Join, F::BoundedJoin}},
      {"results", "the container to which the loop adds each result", {F::Join, F::BoundedJoin}},
      {"value", "the type of one result", {F::Join, F::BoundedJoin, F::ReadyValue}},
      {"limit",
       "the named constant for how many at once, declared by the fix before the statement",
       {F::BoundedJoin, F::Limit}},
      {"first", "the first awaited expression", {F::JoinTwo}},
      {"second", "the second awaited expression", {F::JoinTwo}},
      {"first-name", "the variable the first one initialises", {F::JoinTwo}},
      {"second-name", "the variable the second one initialises", {F::JoinTwo}},
      {"duration",
       "a duration: the sleep's, or the named constant the fix declares",
       {F::Sleep, F::Twin, F::Timeout, F::Deadline}},
      {"receiver", "the object of the replaced method call", {F::Twin, F::Timeout}},
      {"resource",
       "what the limited operation works on: its object or the argument the model names",
       {F::Deadline}},
      {"callee", "the called expression, without its arguments", {F::Twin, F::Timeout, F::Detach}},
      {"twin", "the awaitable form's name, from the `twin` of the replaced function", {F::Twin}},
      {"args", "the arguments of the replaced call", {F::Limit, F::Twin, F::Timeout, F::Detach}},
      {"first-args", "the same without the last", {F::Limit, F::Twin, F::Timeout, F::Detach}},
      {"last-arg", "the last argument", {F::Limit, F::Twin, F::Timeout, F::Detach}},
      {"expression", "the value that is returned", {F::ReadyValue}},
      {"task", "the task that is dropped", {F::Spawn}},
  };
  return All;
}

} // namespace cotidy
