// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What ends every operation on a socket, stream or connection in time: a deadline that is set on it, or
// somebody who closes it later. That somebody may be another object or function, which knows the resource or
// what owns it.

#ifndef COTIDY_SEMANTICS_RESOURCELIMITS_H
#define COTIDY_SEMANTICS_RESOURCELIMITS_H

#include "semantics/Limits.h"

namespace cotidy {

class ResourceLimits {
public:
  ResourceLimits(Unit &U, Limits &L) : U(U), L(L) {}

  /// Whether operations on \p Resource at \p At in \p Body end in time.
  bool isLimited(const BodyIndex &Body, const clang::ValueDecl &Resource, const clang::Expr *At);

  /// Whether the body gives \p Resource a deadline that still holds at \p At; null: when it is done.
  bool setsDeadline(const BodyIndex &Body, const clang::ValueDecl &Resource, const clang::Expr *At);

private:
  bool isForUpperLayer(const clang::Expr *Set, const clang::Expr *At);
  bool clearsDeadline(const BodyIndex &Body, const clang::ValueDecl &Resource, const clang::Expr *At);
  const clang::FieldDecl *memberOf(const clang::Expr &Helper, const clang::ValueDecl &Resource);
  const clang::ValueDecl *handedOn(const CallSite &Site, const clang::ValueDecl &Resource);
  bool cancelsBy(const BodyIndex &Body, const clang::Expr *E, const clang::ValueDecl &Resource,
                 unsigned Depth);
  bool cancels(const BodyIndex &Body, const clang::ValueDecl &Resource, unsigned Depth = 2);
  bool setsDeadlineIn(const LambdaInfo &Lambda, const clang::ValueDecl &Resource);
  bool endsAfterPause(const BodyIndex &Body, const clang::ValueDecl &Resource);
  bool hasWatchdog(const BodyIndex &Body, const clang::ValueDecl &Resource, unsigned Depth);
  bool isLookedAfter(const clang::FieldDecl &Field, const clang::FunctionDecl &Except);
  bool isGuardByShape(const CallSite &Site, const clang::ValueDecl &Resource);
  bool isGuarded(const BodyIndex &Body, const clang::ValueDecl &Resource, const clang::Expr *At);

  Unit &U;
  Limits &L;
  llvm::DenseMap<const clang::FieldDecl *, llvm::SmallVector<const clang::FunctionDecl *, 2>> LookedAfterBy;
};

} // namespace cotidy

#endif
