// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a name in a loop stands for. An object is a variable, or a member of *this or of a variable of which
// the loop names nothing but members; parts of it, and what it points to, count as it.

#ifndef COTIDY_SEMANTICS_LOOPOBJECTS_H
#define COTIDY_SEMANTICS_LOOPOBJECTS_H

#include "semantics/LoopParts.h"

namespace cotidy {

class LoopObjects {
public:
  LoopObjects(Unit &U, const BodyIndex &Body, const LoopParts &Parts);

  /// The object that the place \p E is in: through members, subscripts, dereferences and accessors. For *this
  /// itself, the coroutine's method is given. Null: made here, or not known.
  const clang::ValueDecl *rootOf(const clang::Expr *E) const { return rootOf(E, MaxAliases); }

  /// \p Object, or what a reference from outside the loop stands for.
  const clang::ValueDecl *resolved(const clang::ValueDecl *Object) const {
    return resolved(Object, MaxAliases);
  }

  /// Whether the members of \p Object are objects by themselves.
  bool isParted(const clang::ValueDecl *Object) const { return Parted.contains(Object); }
  /// The member that is one; null if \p Member is of none of those variables.
  const clang::ValueDecl *partOf(const clang::MemberExpr &Member) const { return partOf(Member, MaxAliases); }

private:
  /// How many references to follow back: one may be made from itself.
  static constexpr unsigned MaxAliases = 4;

  const clang::ValueDecl *rootOf(const clang::Expr *E, unsigned Aliases) const;
  const clang::ValueDecl *resolved(const clang::ValueDecl *Object, unsigned Aliases) const;
  const clang::ValueDecl *partOf(const clang::MemberExpr &Member, unsigned Aliases) const;
  bool namesOnlyMembers(const clang::LambdaExpr &Lambda, const clang::ValueDecl &Captured) const;
  void findParted();

  Unit &U;
  const BodyIndex &Body;
  const LoopParts &Parts;
  llvm::DenseSet<const clang::ValueDecl *> Parted;
};

/// The object of which `std::get<N>(object)` names a part; null if \p Site is no such call.
const clang::Expr *wholeOf(const CallSite &Site);

/// The variable in `state.results`, `state->results`; null if the member is of something else.
const clang::DeclRefExpr *variableWith(const clang::MemberExpr &Member);

/// The member that \p Variable is named to get at; null if it is named for something else.
const clang::MemberExpr *memberOf(const BodyIndex &Body, const clang::DeclRefExpr &Variable);

} // namespace cotidy

#endif
