// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The lambdas that have taken along a promise or a handle, and what is left to each of them.

#ifndef COTIDY_SEMANTICS_SETTLEHEIRS_H
#define COTIDY_SEMANTICS_SETTLEHEIRS_H

#include "semantics/SettleTargets.h"

namespace cotidy {

/// How far \p Heir, a lambda that has a copy of \p Var or a reference to it, is to settle \p To of it: always
/// if no other lambda has it and the function around does not settle it by itself; with a value, if the
/// others are told of errors only.
Duty dutyOfHeir(Unit &U, const clang::CXXMethodDecl &Heir, const clang::VarDecl &Var, const SettleTarget &To);

/// A callback that is told whether its operation failed is called once, when that is done.
bool isToldOfErrors(Unit &U, const clang::FunctionDecl &Callback);

/// Whether \p Body, of a callback, is done with what it was told on the path that ends with \p End, and \p
/// Settles stands on another: it says so, and asks nothing that other calls could answer differently. A bare
/// return may mean that this was not what is waited for.
bool givesUp(Unit &U, const BodyIndex &Body, const clang::Stmt &End, const clang::Expr &Settles);

} // namespace cotidy

#endif
