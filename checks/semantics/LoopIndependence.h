// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// May the iterations of a loop that awaits run at the same time? Only what is shown counts: an iteration must
// await a call for its own element, and nothing may make a later one wait for what an earlier one gave or
// did.

#ifndef COTIDY_SEMANTICS_LOOPINDEPENDENCE_H
#define COTIDY_SEMANTICS_LOOPINDEPENDENCE_H

#include "semantics/LoopFlow.h"

namespace cotidy {

enum class Dependence {
  None,
  NoAwait,        ///< nothing in the loop suspends
  FewIterations,  ///< it runs once at most
  Yields,         ///< it hands out elements one after another
  Condition,      ///< whether there is a next iteration depends on an await
  EventLoop,      ///< what makes it end is not in its own hands
  CarriedState,   ///< an earlier iteration's result goes into a later await
  DecidesAwait,   ///< or decides whether a later one is done
  EarlyExit,      ///< a result may end the loop
  Throws,         ///< a result may end it by an exception of its own
  Ordered,        ///< operations on one socket, stream, connection or the like
  SharedEffect,   ///< effects on one object, whose order may matter
  Pull,           ///< takes from a stream, generator or channel
  Pacing,         ///< pauses on purpose
  Limited,        ///< waits for a lock or permit
  Joined,         ///< awaits work that is concurrent already
  ExistingHandle, ///< awaits a task from elsewhere
  UnknownCall,    ///< what is awaited is not known
  NoElement,      ///< no awaited call is for the iteration's own element
};

struct LoopVerdict {
  Dependence Why = Dependence::None;
  clang::SourceLocation At;                        ///< of the reason
  std::string Text;                                ///< the reason, or of an independent loop what shows it
  llvm::SmallVector<const Suspension *, 4> Awaits; ///< of one iteration, in order, the finding's first
  const CallSite *Call = nullptr;                  ///< what the first of them awaits
  std::string Name;                                ///< and its name, in quotes

  bool isIndependent() const { return Why == Dependence::None; }
};

/// Judges the loop number \p Loop of the coroutine. With \p Lenient, effects whose order may but need not
/// matter are taken to be independent.
LoopVerdict judgeLoop(Unit &U, const Coroutine &C, unsigned Loop, bool Lenient);

/// Whether an object of this class is, or holds, something whose operations must follow each other.
bool isOrdered(Unit &U, const clang::CXXRecordDecl *Class);

} // namespace cotidy

#endif
