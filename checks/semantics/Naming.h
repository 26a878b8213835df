// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What functions are called: in messages, in options, and what their names give away.

#ifndef COTIDY_SEMANTICS_NAMING_H
#define COTIDY_SEMANTICS_NAMING_H

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace cotidy {

/// How a message calls \p F: `'sleep_for'`, `'Client::fetch'`, "this lambda", "the constructor of 'Cache'". A
/// method is named by \p Object, the class it is called on, where that is known.
std::string describe(const clang::FunctionDecl &F, const clang::CXXRecordDecl *Object = nullptr);

/// Whether \p F has one of these qualified names, as an option lists them; false for null.
bool isOneOf(const clang::FunctionDecl *F, llvm::ArrayRef<std::string> QualifiedNames);

/// The name without what it is in; empty for operators, constructors and the like.
llvm::StringRef simpleName(const clang::NamedDecl &D);

/// The words a name is made of, in lower case: "write" and "log" of `writeLog` and `write_log`.
llvm::SmallVector<std::string, 4> wordsOf(llvm::StringRef Name);

/// Whether a name holds a word: `NonBlocking`, `non_blocking` and `O_NONBLOCK` all hold "nonblock".
bool holdsWord(llvm::StringRef Name, llvm::StringRef Wanted);

/// Whether one of \p Words is part of the name of \p D, whatever the case, underscores included; false for
/// null.
bool hasWord(const clang::NamedDecl *D, llvm::ArrayRef<llvm::StringLiteral> Words);

/// Whether one of \p Words is a whole word of the name of \p D: "end" is one of `endOfFile`, and none of
/// `send`.
bool isNamedBy(const clang::NamedDecl &D, llvm::ArrayRef<llvm::StringLiteral> Words);

/// Whether the name of \p F, or of a class or namespace around it, says that it logs: tells people what is
/// done. A log that keeps records to act on them, `CommitLog`, is none.
bool isLogging(const clang::FunctionDecl &F);

} // namespace cotidy

#endif
