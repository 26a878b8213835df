// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A loop that awaits, while it is judged: what is known of it, and the verdict so far.

#ifndef COTIDY_SEMANTICS_LOOPCASE_H
#define COTIDY_SEMANTICS_LOOPCASE_H

#include "semantics/LoopFlow.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace cotidy {

/// Why the iterations of a loop that awaits may not run at the same time.
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

struct LoopCase {
  LoopCase(Unit &U, const BodyIndex &Body, unsigned Index, bool Lenient)
      : U(U), Body(Body), Loop(Body.loops()[Index]), Flow(U, Body, Index), Parts(Flow.parts()),
        Lenient(Lenient) {}

  /// Notes a reason against; true.
  bool blocked(Dependence Why, clang::SourceLocation At, const llvm::Twine &Text) {
    Verdict.Why = Why;
    Verdict.At = At;
    Verdict.Text = Text.str();
    return true;
  }
  /// A reason that may but need not be one.
  bool doubted(Dependence Why, clang::SourceLocation At, const llvm::Twine &Text) {
    return !Lenient && blocked(Why, At, Text);
  }

  Unit &U;
  const BodyIndex &Body;
  const LoopInfo &Loop;
  const LoopFlow Flow;
  const LoopParts &Parts;
  const bool Lenient; ///< effects whose order may but need not matter are independent
  LoopVerdict Verdict;
  llvm::SmallPtrSet<const clang::ValueDecl *, 4>
      Shared; ///< what awaited operations work on in every iteration
};

/// A declaration's name in quotes, or `it`.
inline std::string named(const clang::ValueDecl *D) { return D && D->getDeclName() ? quoted(*D) : "it"; }

} // namespace cotidy

#endif
