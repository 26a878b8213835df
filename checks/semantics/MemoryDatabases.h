// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Databases that are kept in the memory of the process: who asks one waits for no disk and no server.

#ifndef COTIDY_SEMANTICS_MEMORYDATABASES_H
#define COTIDY_SEMANTICS_MEMORYDATABASES_H

#include "semantics/Unit.h"

namespace cotidy {

class MemoryDatabases : public Session::Facts {
public:
  explicit MemoryDatabases(Session &S);

  /// Whether \p Object, a handle, a connection or a statement, is seen to be of such a database wherever the
  /// unit opens it: `open(":memory:", &db)`, `Database db(":memory:")`.
  bool has(const clang::ValueDecl &Object) { return has(Object, /*Depth=*/2); }

  /// Whether \p E, the call that opens a database, says that it is kept in memory.
  bool opensOne(const clang::Expr &E) const;

private:
  bool has(const clang::ValueDecl &Object, unsigned Depth);

  Unit &U;
  /// The calls that are given the address of an object, through which they may open it.
  llvm::DenseMap<const clang::ValueDecl *, std::vector<const clang::Expr *>> Through;
};

} // namespace cotidy

#endif
