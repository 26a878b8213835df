// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Transactions without a model: known by the names of their methods, which are much the same everywhere.

#ifndef COTIDY_SEMANTICS_TRANSACTIONNAMES_H
#define COTIDY_SEMANTICS_TRANSACTIONNAMES_H

#include "clang/AST/DeclCXX.h"

namespace cotidy {

enum class TransactionVerb { None, Begin, Commit, RollBack, Close };

/// What the name of \p F says: `commit`, `Commit`, `commitAsync` and `async_commit` are one.
TransactionVerb transactionVerb(const clang::FunctionDecl *F);

/// Whether an operation of an object of \p Class is named so; what is static is none.
bool hasTransactionMethod(const clang::CXXRecordDecl &Class, TransactionVerb Verb);

/// Whether an object of \p Class is an open transaction: it can be committed, and rolled back or is named a
/// transaction, and it cannot begin one, as a connection can.
bool isTransactionByNames(const clang::CXXRecordDecl &Class);

/// Whether an object of \p Class that \p F gave is an open transaction: \p F begins one, as it says, and the
/// object can be committed, rolled back or only closed.
bool isTransactionBegunBy(const clang::FunctionDecl &F, const clang::CXXRecordDecl &Class);

} // namespace cotidy

#endif
