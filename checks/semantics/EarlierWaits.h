// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a body has waited for before it comes to a call: a second wait for the same is none.

#ifndef COTIDY_SEMANTICS_EARLIERWAITS_H
#define COTIDY_SEMANTICS_EARLIERWAITS_H

#include "semantics/Unit.h"

namespace cotidy {

/// A counting semaphore, by model or by its name; false for null.
bool isSemaphore(Unit &U, const clang::CXXRecordDecl *Class);

class EarlierWaits {
public:
  EarlierWaits(Unit &U, const BodyIndex &Body) : U(U), Body(Body) {}

  /// Whether what \p What names is ready at the call \p Site: something earlier awaited it, waited for it,
  /// found it ready, or told what it is the result of.
  bool madeReady(const CallSite &Site, const clang::Expr &What) const;

  /// Whether \p Object, or what it is a part or an element of, was handed out by an await: a join gives the
  /// handles of what has ended.
  bool wasAwaited(const clang::ValueDecl &Object) const;

  /// Whether the promise that \p Getter is called on for its result was settled before \p Site:
  /// `promise.set_value(1); promise.get_future().get()`.
  bool isSettledBefore(const CallSite &Site, const CallSite &Getter) const;

  /// Whether the body awaits \p Var itself: what its destructor would wait for is done.
  bool isAwaited(const clang::VarDecl &Var) const;

  /// Whether the call \p Site takes an element out of a queue whose elements are counted by a semaphore that
  /// was awaited: it has one for sure.
  bool holdsElement(const CallSite &Site) const;

  /// Whether the call \p Site takes the result of a handle of the user's own that was waited for already:
  /// `handle.wait(); handle.join()`.
  bool isTakenAfterWait(const CallSite &Site) const;

private:
  const clang::ValueDecl *objectOf(const clang::Expr *E) const;
  bool asksState(const CallSite &Site, const clang::ValueDecl &Object) const;
  bool tests(const CallSite &Predicate, const clang::ValueDecl &Object) const;
  bool isToldNotYet(const clang::Expr *Asked, const CallSite &Site) const;
  bool awaits(const Suspension &At, const clang::ValueDecl &Object) const;
  bool isWaitedForBy(const CallSite &Other, const CallSite &Site, const clang::ValueDecl &Object) const;
  bool isFulfilledBefore(const CallSite &Site, const clang::ValueDecl &Object) const;

  Unit &U;
  const BodyIndex &Body;
};

} // namespace cotidy

#endif
