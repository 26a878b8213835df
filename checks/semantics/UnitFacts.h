// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a unit tells the rest of its program, as plain data: what its functions do and call, who calls what
// returns an awaitable, and what the unit cannot decide alone.

#ifndef COTIDY_SEMANTICS_UNITFACTS_H
#define COTIDY_SEMANTICS_UNITFACTS_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cotidy {

struct FactPlace {
  uint64_t File = 0; ///< of UnitFacts::Files
  uint64_t Offset = 0;
  uint64_t Line = 0;   ///< from 1
  uint64_t Column = 0; ///< from 1, in bytes
};

/// A call that runs its callee before it returns.
struct CallFact {
  uint64_t To = 0;  ///< of UnitFacts::Functions
  std::string Name; ///< of the callee, as a message calls it
  FactPlace At;
  bool Dispatched = false; ///< to the callee or to what overrides it
};

struct BlockFact {
  std::string Category; ///< as in models; empty: an attribute says that it blocks
  std::string Callee;   ///< qualified; empty: a loop
  std::string Name;     ///< as a message calls it
  std::string Says;     ///< what it does to the thread and what to do instead
  std::string Step;     ///< the note at it
  bool OnDescriptor = false;
  FactPlace At;
};

struct FunctionFact {
  std::string Id;        ///< the same in every unit; empty: no other unit can name it
  std::string Name;      ///< as a message calls it
  std::string Qualified; ///< as options name it
  bool Defined = false;  ///< here, and its body was seen
  bool Coroutine = false;
  bool AtOnce = false;  ///< a coroutine that is done when it is called: nothing in it waits
  bool Telling = false; ///< a coroutine that waits for a peer or knows of time, as far as its body shows
  bool Pure = false;    ///< a method that has no body, and runs what overrides it
  FactPlace At;         ///< of the definition; of the declaration if there is none to come
  std::vector<BlockFact> Blocks;
  std::vector<CallFact> Calls;
  std::vector<uint64_t> Overrides; ///< methods, of UnitFacts::Functions
};

/// What is done with the awaitable that a call returns.
enum class AwaitableUse {
  Dispatched, ///< no call: the caller is the method that the callee overrides, whose calls may lead there
  Awaited,    ///< by the coroutine that makes the call
  Returned,   ///< by a plain function, to its caller
  Started,    ///< it runs beside its caller
  Other,
};

/// A call of a function that returns an awaitable.
struct CallerFact {
  uint64_t Of = 0, In = 0; ///< callee and caller, of UnitFacts::Functions
  AwaitableUse Use = AwaitableUse::Other;
  bool Limited = false;             ///< what it waits for ends in time
  std::vector<std::string> Members; ///< of the callee's object, whose operations end in time
  FactPlace At;
};

enum class QuestionAbout {
  Blocking, ///< whether a call in a coroutine leads to what blocks
  Limits,   ///< whether an operation without a limit is limited by its callers
  Waiting,  ///< whether what a coroutine awaits waits for anything
};

struct QuestionFact {
  QuestionAbout About = QuestionAbout::Blocking;
  uint64_t In = 0; ///< the coroutine, of UnitFacts::Functions
  // Whether it blocks, or waits.
  uint64_t To = 0;         ///< the callee, of UnitFacts::Functions
  bool Dispatched = false; ///< or what overrides it
  // Whether it blocks.
  bool Polls = false;                  ///< the coroutine waits until it can; helpers only try
  std::vector<std::string> Categories; ///< those that are reported
  std::vector<std::string> Ignored;    ///< qualified names of functions that count as not blocking
  std::optional<uint64_t> RunBy;       ///< the question about what runs the statement, if this prepares one
  // Whether it is limited.
  std::string Member;       ///< of the coroutine's object, which the operation works on; may be empty
  bool WantsCaller = false; ///< reported only if a caller without a limit is seen
  /// What it awaits, of UnitFacts::Functions, if no model names it: those that tell of limits, or are
  /// overridden by such, are judged themselves.
  std::vector<uint64_t> Awaits;
  /// Qualified names of functions that limit what it works on, wherever the program calls them.
  std::vector<std::string> LimitedBy;
};

struct UnitFacts {
  std::vector<std::string> Files; ///< absolute
  std::vector<FunctionFact> Functions;
  std::vector<CallerFact> Callers;
  std::vector<QuestionFact> Questions;
  std::vector<std::string> LimitingCalls; ///< those of QuestionFact::LimitedBy that are called here, anywhere
};

} // namespace cotidy

#endif
