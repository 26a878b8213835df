// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The promises and handles that a function settles, as it names them, and which of them nobody else could
// settle.

#ifndef COTIDY_SEMANTICS_SETTLETARGETS_H
#define COTIDY_SEMANTICS_SETTLETARGETS_H

#include "semantics/Unit.h"

namespace cotidy {

/// A variable, or a member on a way of members from a variable or from `this`. Pointers stand for what they
/// lead to.
struct SettleTarget {
  const clang::VarDecl *Root = nullptr; ///< null: `this`
  llvm::SmallVector<const clang::FieldDecl *, 2> Members;

  const clang::ValueDecl &named() const;
  /// Whether \p Whole is this object or one that it is part of.
  bool isWithin(const SettleTarget &Whole) const;
  bool operator==(const SettleTarget &Other) const;
};

/// `*p` and `p->` of a class.
bool isArrow(const clang::Stmt *S);

/// What \p E names; null if that may be another object each time.
std::optional<SettleTarget> settleTarget(const clang::Expr *E);

/// What \p Call gives its value or error, or resumes; null if it does neither.
std::optional<SettleTarget> settledBy(Unit &U, const clang::Expr &Call);

/// Whether \p To is a promise by model, or points to one.
bool isPromise(Unit &U, const SettleTarget &To);

/// Whether \p Use stands for an object of which a method is called, one that does not settle it:
/// `promise->get_future()`, `state->promise.get_future()`.
bool isAsked(Unit &U, const BodyIndex &Body, const clang::DeclRefExpr &Use);

/// How far a function is to settle something.
enum class Duty {
  None,           ///< others have it as well
  WhereItGivesUp, ///< with a value, for others have it for the errors
  Always,
};

/// How far \p Body's function is to settle \p To: a parameter by value, what a lambda has taken along while
/// nobody else has it or others answer for the errors only, or a local of its own.
Duty dutyTo(Unit &U, const BodyIndex &Body, const SettleTarget &To);

} // namespace cotidy

#endif
