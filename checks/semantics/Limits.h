// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What ends one operation in time, there where it is written: a token, an argument, an adaptor around it, or
// a race against something that pauses.

#ifndef COTIDY_SEMANTICS_LIMITS_H
#define COTIDY_SEMANTICS_LIMITS_H

#include "semantics/Unit.h"

namespace cotidy {

class Limits {
public:
  explicit Limits(Unit &U) : U(U) {}

  /// A token or stop token that ends the operation in time, through every adaptor around it.
  bool isLimitingType(clang::QualType T, unsigned Depth = 4);
  /// The same of one that a call is given, unless its source is in sight, and no deadline makes use of that.
  bool isLimiting(const clang::Expr &Token);
  /// Whether the operation ends in time by what it is or is given.
  bool isLimitedByItself(const CallSite &Site, const FunctionModel &Model);
  /// The same of an operation without a model: by a token, or by a time that it takes as a parameter.
  bool isLimitedByArguments(const CallSite &Site);
  /// The same by adaptors and races around \p E, or around the variable it initialises; or because whoever
  /// has set the time limit has set none, `if (timeout == 0) co_return co_await read();`.
  bool isLimitedAround(const BodyIndex &Body, const clang::Expr *E);
  /// Whether \p F pauses before it is done: what ends others after a time.
  bool pauses(const clang::FunctionDecl *F, unsigned Depth = 3);

private:
  bool endsInTime(const CallSite &Site, const FunctionModel &Group, const clang::Expr *Inner);
  bool wraps(const CallSite &Site, const clang::Expr *Inner);
  bool limits(const CallSite &Site, const clang::Expr *Inner);
  /// Whether what is done with the awaitable in \p Var limits it.
  bool isLimitedThrough(const BodyIndex &Body, const clang::VarDecl &Var);
  bool isLimitedInLambda(const BodyIndex &Body, const clang::VarDecl &Var);

  Unit &U;
  /// What is being followed: a function may hand its parameter to itself, and an initialiser use its
  /// variable.
  llvm::SmallPtrSet<const clang::VarDecl *, 8> Followed;
  llvm::DenseMap<std::pair<const clang::FunctionDecl *, unsigned>, bool> Pausing;
};

/// Whether a function is told by \p Parameter how long it may take.
bool takesTime(const clang::ParmVarDecl *Parameter);

} // namespace cotidy

#endif
