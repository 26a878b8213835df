// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What libraries mean to asynchronous code, as data. One YAML file describes one library; this header
// is its schema. docs/models.md explains every key with examples; the facts come from the libraries' own
// headers.

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
  Ready,          ///< awaiting it never suspends (Asio's this_coro::executor)
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
  ThreadBound,    ///< guards a state of the thread that made it, and must end on that thread
  Promise,        ///< whoever waits for its future goes on when it is settled
  Error,          ///< says by its value whether something failed, and how
};

/// When the work of an awaitable begins.
enum class Start { Unknown, Lazy, Eager };

/// What becomes of an awaitable's work when the awaitable is destroyed unconsumed.
enum class Drop {
  Unknown,
  NeverRuns,      ///< the work never begins
  RunsUnobserved, ///< the work goes on, its result and error are lost
  Blocks,         ///< the destructor waits for the work
  Terminates,     ///< the destructor ends the process (possibly only on an error)
  Cancels,        ///< the work is cancelled
  Harmless,       ///< meant to be dropped
};

/// What a completion token makes of an operation.
enum class TokenMeaning {
  None,
  Awaitable,
  Operation,
  Future,
  Detached,
  Timeout,
  Cancellation,
  ErrorAsValue,
  Adapter
};

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
  Timeout,       ///< ends in time, and so does what it wraps
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
  Limits,        ///< gives at most so many elements of a range, or the smaller of numbers
  Configured,    ///< gives what has its time limit, if any, from where the program is configured
  ThreadState,   ///< gives what the calling thread has for itself: its id, a pointer to its state
  Settle,        ///< gives a promise its value or error
};

/// How a call blocks. Each has an option of `async-blocking-call`.
enum class BlockingCategory {
  None,
  Sleep,
  Wait,
  Join,
  SyncWait,
  Lock,
  Dns,
  Socket,
  Process,
  Database,
  File,
  FileMeta,
  Console,
  BusyWait,
  Cpu
};

/// What becomes of the operands that lost a race.
enum class Losers { Unknown, Cancelled, RunOn };

/// Who is told of an error of the work that a call starts or joins.
enum class Errors {
  Unknown,
  Dropped,    ///< nobody
  Terminate,  ///< the process ends
  Reported,   ///< somebody: the library logs or keeps it
  ToCallback, ///< the last argument, a callback
  First,      ///< whoever awaits the join, of the first one; the other operands' results are gone
  Each,       ///< whoever looks at the operand's own result
};

/// An argument of a call: its 0-based place, or one of the names below.
using ArgIndex = int;
constexpr ArgIndex LastArg = -1;        ///< `last`
constexpr ArgIndex AnyArg = -1000;      ///< `any`
constexpr ArgIndex ReceiverArg = -1001; ///< `receiver`, the object of a method call
constexpr ArgIndex CalleeArg = -1002;   ///< `callee`, what is called, with its template arguments

/// A condition on an argument of a call. All fields given must hold.
struct ArgCondition {
  ArgIndex Arg = AnyArg;
  std::vector<std::string> Types; ///< its class, as written (before a conversion to a base), is one of these
  std::optional<bool> Zero;       ///< a constant zero duration or count, or null
  std::vector<std::string> Flags; ///< one of these names (enumerator, variable, macro) is part of it
  std::vector<std::string> Text;  ///< a string literal that begins with one of these, whatever the case
  std::optional<bool> Callable;   ///< a lambda, function object or function
};

struct TypeModel {
  std::vector<std::string> Names; ///< qualified, as the AST spells them, inline namespaces left out
  TypeKind Is = TypeKind::Task;
  Start Starts = Start::Unknown;
  Drop WhenDropped = Drop::Unknown;
  std::optional<bool> Once; ///< may be awaited only once
  TokenMeaning Means = TokenMeaning::None;
  std::optional<unsigned> Of;       ///< Guard: template argument that is the mutex
  std::optional<unsigned> Capacity; ///< queue: constructor argument with its capacity
  std::string Note;                 ///< one clause a message may quote
  std::string Library;              ///< set by the loader
};

struct FunctionModel {
  std::vector<std::string>
      Names; ///< `ns::f`, `ns::C::method`, `ns::C::C` (constructor), `ns::C::*` (every method)
  CallKind Does = CallKind::Blocks;
  BlockingCategory Category = BlockingCategory::None; ///< Blocks, SyncWait, Lock
  std::optional<ArgIndex> Operand;  ///< the awaitable argument; every awaitable argument if absent
  std::optional<ArgIndex> Bound;    ///< argument that limits how many run at once
  std::optional<ArgIndex> Range;    ///< argument that is the range of operands or elements
  std::optional<ArgIndex> Callable; ///< argument that is run (Offload, Run, Spawn)
  std::optional<ArgIndex> Deadline; ///< argument that limits the waiting time
  std::optional<ArgIndex>
      Resource; ///< argument the operation works on; the receiver if absent and it is a method
  std::optional<unsigned> Arguments; ///< the entry counts only for calls that write this many
  Losers RaceLosers = Losers::Unknown;
  Errors TellsErrors = Errors::Unknown; ///< Detach, Spawn, Join, BoundedJoin
  Drop WhenDropped = Drop::Unknown;     ///< of this function's results, where it is not what their type says
  std::optional<bool> BlockingPool;     ///< Hop: threads that may block
  std::optional<bool> DropsCallable;    ///< Now, Run: destroyed when it returns, though its task goes on
  std::optional<bool> Idempotent;       ///< Io: may be sent twice
  std::optional<bool> Idle;             ///< Io: waits by design on first use (keep-alive request)
  std::optional<bool> EndsItself;       ///< Io: late, by a limit that the library or the system keeps
  std::vector<std::string> UnlessZero;  ///< members; setting one to zero takes the limit of EndsItself away
  std::vector<std::string> PeerFrom;    ///< LocalIo: it waits for a peer if one of these made its resource
  std::vector<std::string> LimitedBy;   ///< Configured: calls of these, anywhere, set the limit in code
  std::string Twin;                     ///< the awaitable form's name: of the method, else qualified
  std::vector<ArgCondition> When;       ///< the entry counts only if all hold
  std::vector<ArgCondition> Unless;     ///< and none of these
  std::string Note;
  std::string Library;
};

/// What a fix is for, which says what its text replaces.
enum class FixFor {
  Join,        ///< a loop that awaits one call for each element, by all of them at once
  BoundedJoin, ///< the same by a limited number at once
  Limit,       ///< a join of any number, by one that is told how many at once
  JoinTwo,     ///< two consecutive declarations or statements that each await a call
  Sleep,       ///< a blocking sleep, by a pause of the coroutine
  Timeout,     ///< an awaited operation, by the same with a limit on its time
  Deadline,    ///< a statement put before the await, that limits the resource's operations
  Twin,        ///< a blocking call, by its awaitable form
  ReadyValue,  ///< `co_return value` of a coroutine that never awaits, by a plain return
  Spawn,       ///< a dropped task in a plain function, by a detached start that reports errors
  Detach,      ///< a detached start whose errors nobody sees, by one that reports them
};

/// A fix as a text with placeholders. Each names a piece of the user's code, copied as written:
///
///   {namespace}  the library's namespace as this code uses it: `boost::asio`
///   {path}       the same as a folder: `boost/asio`; for includes
///   {call}       the awaited expression without `co_await`
///   {range}      the range of the loop
///   {element}    the declaration of the loop's element: `const User &user`
///   {body}       the loop's body without its braces
///   {results}    the container to which the loop adds each result
///   {value}      the type of a result
///   {limit}      the named constant for how many at once, which the fix declares before the statement
///   {first} {second}              the two awaited expressions of JoinTwo
///   {first-name} {second-name}    the variables they initialise
///   {duration}   a duration, an expression; in Timeout, Deadline and Twin a named constant as {limit} is
///   {executor}   an expression for the coroutine's executor or the one in scope
///   {callee}     the called expression of the replaced call: `http::async_read`, `socket.async_read_some`
///   {receiver}   the object of the replaced call, with `->` turned into `(*object)`
///   {resource}   what a Deadline's operation works on: its object, or the argument `resource` of its entry
///   {twin}       the awaitable form's name, from the entry of the replaced function
///   {args}       its arguments
///   {first-args} its arguments but the last, {last-arg} the last
///   {task}       the dropped task of Spawn, {expression} the value of ReadyValue
///
/// Which of them a kind may use is checked when the model is read (placeholders()). A text is an expression,
/// except that Join, BoundedJoin and JoinTwo replace whole statements. The comma after an empty {args} or
/// {first-args} goes. A fix fits only if the code has what its text asks for: one with {receiver} is for
/// method calls and a Twin without it for others; a JoinTwo with {first-name} is for two declarations, one
/// without for two statements.
struct FixModel {
  FixFor For = FixFor::Join;
  std::string Title; ///< imperative; what the editor shows
  std::optional<bool>
      Collects; ///< Join, BoundedJoin: each result is added to {results}, in order of the range
  std::vector<std::string> Awaits; ///< task types it takes; empty: every task type of the library
  std::vector<std::string>
      Calls; ///< Limit, Twin, Deadline, Timeout: the functions it is for; empty: every one that fits
  std::vector<ArgCondition> When; ///< on the arguments of the replaced call
  std::vector<ArgCondition> Unless;
  std::string Text;                  ///< with {placeholders}
  std::string Duration;              ///< Timeout, Deadline, Twin: an expression, the value of {duration}
  std::vector<std::string> Includes; ///< `<a/b.hpp>` or `"a.h"`
  std::vector<std::string> Needs;    ///< qualified names that must be visible
  std::string Library;
};

/// How test code of a framework is recognised.
struct TestModel {
  std::vector<std::string> Fixtures;   ///< base classes, and classes that a test function is handed
  std::vector<std::string> Macros;     ///< macros whose expansion is the test function, or a suite of them
  std::vector<std::string> Assertions; ///< namespaces and C functions that assertion macros expand to
};

/// One library: one file.
struct Library {
  unsigned Schema = 0; ///< 1, the version of this form
  std::string Id;
  std::string Title;
  std::string Versions; ///< what was read to write it
  std::vector<std::string>
      Namespaces;                    ///< what a leading `@::` of a name stands for; replaced when it is read
  std::vector<std::string> Headers;  ///< any of these marks a unit as a user of the library
  std::optional<bool> ExternC;       ///< function names without a namespace mean C functions only
  std::optional<bool> OneThread;     ///< its coroutines are resumed on the thread they began on
  std::vector<std::string> InMemory; ///< names, or how a text begins, that open a database in memory
  std::vector<TypeModel> Types;
  std::vector<FunctionModel> Functions;
  std::vector<FixModel> Fixes;
  std::optional<TestModel> Tests;
};

} // namespace cotidy

#endif
