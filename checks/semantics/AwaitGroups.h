// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Awaits that follow each other in a block though none of them needs another. Only what is shown counts: each
// is a call made here whose result is used, and no two of them share an object that one may change.

#ifndef COTIDY_SEMANTICS_AWAITGROUPS_H
#define COTIDY_SEMANTICS_AWAITGROUPS_H

#include "semantics/Unit.h"

namespace cotidy {

struct AwaitStep {
  const Suspension *At;
  const CallSite *Call; ///< what is awaited, without moves and adaptors
  const clang::Stmt *Statement;
  const clang::VarDecl *Result; ///< what the statement is there to give a value; null: something else
  const clang::FieldDecl *Part; ///< the member of it that gets the value; null: all of it
};

using AwaitGroup = llvm::SmallVector<AwaitStep, 4>;

/// Groups of two or more, in the order of the text. With \p Lenient, effects whose order may but need not
/// matter are taken to be independent.
std::vector<AwaitGroup> independentAwaits(Unit &U, const BodyIndex &Body, bool Lenient);

} // namespace cotidy

#endif
