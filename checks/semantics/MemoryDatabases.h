// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Databases that are kept in the memory of the process: who asks one waits for no disk and no server.

#ifndef COTIDY_SEMANTICS_MEMORYDATABASES_H
#define COTIDY_SEMANTICS_MEMORYDATABASES_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p Object, a handle, a connection or a statement, is seen to be of such a database wherever the
/// unit opens it: `open(":memory:", &db)`, `Database db(name, OPEN_MEMORY)`.
bool isInMemory(Unit &U, const clang::ValueDecl &Object);

/// Whether \p E, the call that opens a database, says that it is kept in memory.
bool saysMemory(const clang::Expr &E, const clang::ASTContext &AST);

} // namespace cotidy

#endif
