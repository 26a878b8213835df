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

/// The one among \p All, what blocks in \p Body, that runs the statement which \p Prepares makes there:
/// `Statement s(db, "..."); s.run();`. Null if there is none, or if \p Prepares is no preparation.
const BlockingSite *runOfPrepared(Unit &U, const BodyIndex &Body, const BlockingSite &Prepares,
                                  llvm::ArrayRef<BlockingSite> All);

} // namespace cotidy

#endif
