// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Locals that lead into state: iterators, references, pointers and views.

#ifndef COTIDY_SEMANTICS_ELEMENTHOLDERS_H
#define COTIDY_SEMANTICS_ELEMENTHOLDERS_H

#include "semantics/StateEvents.h"

namespace cotidy {

/// How a local leads to what is in state.
enum class Leads {
  Nowhere, ///< it has a value of its own
  Into,
  Beyond, ///< to what an element points to: it stays where it is when elements are moved
};

/// What \p Var, which is made from \p From, has of the state that \p Name names in it.
Leads leadsBy(const BodyIndex &Body, const clang::VarDecl &Var, const clang::Expr &From,
              const clang::Expr &Name, const StateEvent &Event);

/// What a method returns a reference, a pointer or an iterator into.
struct GivenOut {
  SharedState State;
  bool Beyond; ///< what an element points to
};

/// Of the method that \p Inside is the body of: `session &find(int id) { return sessions.at(id); }`. Empty if
/// it is nothing of the kind, or gives out now one and now another.
std::optional<GivenOut> givenOutBy(const BodyIndex &Inside);

/// The local that \p Use names, also by one of the names it is taken apart into; null if that name has a
/// value of its own, or is none of a local.
const clang::VarDecl *holderOf(const clang::DeclRefExpr &Use);

} // namespace cotidy

#endif
