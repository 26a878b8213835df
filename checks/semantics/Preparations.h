// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements of a database that a function prepares and runs: one piece of work, told once.

#ifndef COTIDY_SEMANTICS_PREPARATIONS_H
#define COTIDY_SEMANTICS_PREPARATIONS_H

#include "semantics/Blocking.h"

namespace cotidy {

/// Whether \p User is a call on the local that \p Maker, another call in \p Body, initialises or is given the
/// address of.
bool worksOnMade(Unit &U, const BodyIndex &Body, const clang::Stmt &Maker, const clang::Stmt &User);

/// Whether \p Prepares makes a statement that another one of \p All, what blocks in \p Body, runs:
/// `Statement s(db, "..."); s.run();`.
bool isRunAfter(Unit &U, const BodyIndex &Body, const BlockingSite &Prepares,
                llvm::ArrayRef<BlockingSite> All);

} // namespace cotidy

#endif
