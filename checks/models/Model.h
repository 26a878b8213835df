// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What libraries mean to asynchronous code, as data. One YAML file describes one library; this header
// is its schema. docs/models.md explains every key with examples; the facts come from the libraries' own headers.

#ifndef COTIDY_MODELS_MODEL_H
#define COTIDY_MODELS_MODEL_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace cotidy {

/// What a class type is. One type may have several entries.
enum class TypeKind {
  Task,           ///< result of a coroutine or asynchronous function; to be awaited
  Future,         ///< handle of work that already runs
  Operation,      ///< a packaged operation that starts when awaited (Asio's deferred, a sender)
  Generator,      ///< synchronous generator
  AsyncGenerator, ///< its elements are awaited
  Monadic,        ///< a coroutine type that is never resumed by somebody else (optional, expected)
  Detached,       ///< a coroutine that runs by itself and may be dropped (fire and forget)
  Awaitable,      ///< awaitable by way of its library, not required to be consumed
  Mutex,          ///< its lock blocks the thread
  AsyncMutex,     ///< its lock is awaited
  Guard,          ///< owns a lock for its lifetime; `of` names the template argument of the mutex
  Semaphore,      ///< counting semaphore or limiter that is awaited
  Permit,         ///< owns a unit of a semaphore: a bound, never a held resource
  Transaction,    ///< open until committed, rolled back or destroyed
  Lease,          ///< an exclusive pooled connection, returned on destruction
  Ordered,        ///< operations on one object must follow each other (socket, stream, connection, timer)
  Concurrent,     ///< one object serves many operations at once (client, pool)
  BoundedQueue,   ///< queue or channel with a capacity
  UnboundedQueue, ///< queue or channel without one
  Timer,          ///< waits for time to pass
  Scope,          ///< nursery: owns spawned work, is joined
  Executor,       ///< something that runs work
  StopToken,      ///< a request to stop, as its receiver sees it
  StopSource,     ///< the side that asks to stop
  Token,          ///< completion token; `means` says of what sort
  Client,         ///< expensive to build, meant to be shared
  FileStream,     ///< a blocking file or descriptor stream
};

/// When the work of an awaitable begins.
enum class Start { Unknown, Lazy, Eager };

/// What becomes of an awaitable's work when the awaitable is destroyed unconsumed.
enum class Drop {
  Unknown,
  NeverRuns,       ///< the work never begins
  RunsUnobserved,  ///< the work goes on, its result and error are lost
  Blocks,          ///< the destructor waits for the work
  Terminates,      ///< the destructor ends the process (possibly only on an error)
  Cancels,         ///< the work is cancelled
  Harmless,        ///< meant to be dropped
};

/// What a completion token makes of an operation.
enum class TokenMeaning { None, Awaitable, Operation, Future, Detached, Timeout, Cancellation, ErrorAsValue, Adapter };

/// What a call does. One function may have several entries.
enum class CallKind {
  Spawn,         ///< starts an awaitable and gives back a handle
  Detach,        ///< starts an awaitable that nobody joins
  Join,          ///< awaitable that ends when all its operands have ended
  BoundedJoin,   ///< the same with a limit on how many run at once; `bound` is its argument
  Race,          ///< ends with the first operand; `losers` says what becomes of the rest
  SyncWait,      ///< blocks this thread until asynchronous work is done
  Ready,         ///< an awaitable that is done already
  Sleep,         ///< awaitable pause
  Yield,         ///< lets other coroutines run
  Lock,          ///< takes a lock by hand; awaited if the type is an AsyncMutex
  TryLock,       ///< takes it if it is free; the result tells
  Unlock,        ///< gives it back
  Release,       ///< disowns without unlocking (unique_lock::release)
  Acquire,       ///< takes a permit or waits for room
  ReleasePermit, ///< gives a permit back
  Begin,         ///< opens a transaction
  End,           ///< commits, rolls back or closes it
  Timeout,       ///< wraps an operation so that it ends in time
  Deadline,      ///< puts a deadline on the receiver's later operations
  ClearDeadline, ///< takes it away again
  Cancel,        ///< cancels operations of the receiver or through a token
  Io,            ///< waits for a peer; wants a deadline
  LocalIo,       ///< waits for the machine's own disk or device
  Idle,          ///< waits for a peer for as long as it takes, by design (accept, signal, subscription)
  Pull,          ///< takes the next element of a generator, stream, channel
  Push,          ///< adds an element to a queue or channel
  Blocks,        ///< blocks this thread; `category` says how
  Busy,          ///< long computation on this thread
  Hop,           ///< resumes the coroutine on another executor; `blocking-pool` if it may block there
  Offload,       ///< runs its callable argument elsewhere, where it may block
  Run,           ///< runs its callable argument now, on this thread
  Now,           ///< forwards its awaitable argument (move, as_awaitable): looked through
  Independent,   ///< calls do not depend on each other (override of the shown evidence)
  OrderedCall,   ///< calls must follow each other (override)
};

/// How a call blocks. Each has an option of `async-blocking-call`.
enum class BlockingCategory {
  None, Sleep, Wait, Join, SyncWait, Lock, Dns, Socket, Process, Database, File, FileMeta, Console, BusyWait, Cpu
};

/// What becomes of the operands that lost a race.
enum class Losers { Unknown, Cancelled, RunOn };

/// A condition on a call's arguments. All fields given must hold.
struct ArgCondition {
  int Arg = 0;                    ///< 0-based; -1 is the last; AnyArg is any
  std::string Type;               ///< the argument's class, after references and sugar
  std::optional<bool> Zero;       ///< a constant zero duration, count or null
  std::vector<std::string> Flags; ///< one of these names (enumerator, macro) is part of the argument
  std::optional<bool> Callable;   ///< a lambda or function object
  static constexpr int AnyArg = -1000;
};

struct TypeModel {
  std::vector<std::string> Names; ///< qualified, as the AST spells them, inline namespaces left out
  TypeKind Is = TypeKind::Task;
  Start Starts = Start::Unknown;
  Drop WhenDropped = Drop::Unknown;
  std::optional<bool> Once;         ///< may be awaited only once
  TokenMeaning Means = TokenMeaning::None;
  std::optional<unsigned> Of;       ///< Guard: template argument that is the mutex
  std::optional<unsigned> Capacity; ///< queue: constructor argument with its capacity
  std::string Note;                 ///< one clause a message may quote
  std::string Library;              ///< set by the loader
};

struct FunctionModel {
  std::vector<std::string> Names; ///< `ns::f`, `ns::C::method`, `ns::C::C` (constructor), `ns::C::*` (every method)
  CallKind Does = CallKind::Blocks;
  BlockingCategory Category = BlockingCategory::None; ///< Blocks, SyncWait, Lock
  std::optional<int> Bound;    ///< argument that limits how many run at once
  std::optional<int> Range;    ///< argument that is the range of operands or elements
  std::optional<int> Callable; ///< argument that is run (Offload, Run, Spawn)
  std::optional<int> Deadline; ///< argument that limits the waiting time
  std::optional<int> Resource; ///< argument the operation works on; the receiver if absent and it is a method
  Losers RaceLosers = Losers::Unknown;
  std::optional<bool> BlockingPool; ///< Hop: threads that may block
  std::optional<bool> Idempotent;   ///< Io: may be sent twice
  std::optional<bool> Idle;         ///< Io: waits by design on first use (keep-alive request)
  std::string Twin;                 ///< the awaitable form, as a user would write it
  std::vector<ArgCondition> When;   ///< the entry counts only if all hold
  std::vector<ArgCondition> Unless; ///< and none of these
  std::string Note;
  std::string Library;
};

/// What a fix is for. `docs/models.md` lists the placeholders of each.
enum class FixFor { Join, BoundedJoin, JoinTwo, Sleep, Timeout, Deadline, Twin, ReadyValue, Spawn };

struct FixModel {
  FixFor For = FixFor::Join;
  std::string Title;                 ///< imperative; what the editor shows
  std::vector<std::string> Awaits;   ///< task types it takes; empty: every task type of the library
  std::vector<std::string> Calls;    ///< Twin: the blocking functions it replaces
  std::string Text;                  ///< with {placeholders}
  std::vector<std::string> Includes; ///< `<a/b.hpp>` or `"a.h"`
  std::vector<std::string> Needs;    ///< qualified names that must be visible
  std::string Library;
};

/// How test code of a framework is recognised.
struct TestModel {
  std::vector<std::string> Fixtures; ///< base classes
  std::vector<std::string> Macros;   ///< macros whose expansion is the test function
};

/// One library: one file.
struct Library {
  std::string Id;
  std::string Title;
  std::string Versions;                ///< what was read to write it
  std::vector<std::string> Namespaces; ///< what a leading `@::` of a name stands for, each in turn
  std::vector<std::string> Headers;    ///< any of these marks a unit as a user of the library
  std::vector<TypeModel> Types;
  std::vector<FunctionModel> Functions;
  std::vector<FixModel> Fixes;
  std::optional<TestModel> Tests;
};

} // namespace cotidy

#endif
