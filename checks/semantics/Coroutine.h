// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_SEMANTICS_COROUTINE_H
#define COTIDY_SEMANTICS_COROUTINE_H

#include "semantics/BodyIndex.h"

#include "clang/AST/StmtCXX.h"

namespace cotidy {

/// A function with a coroutine body.
struct Coroutine {
  const clang::FunctionDecl *Decl;
  const clang::CoroutineBodyStmt *Body;
  const clang::CXXRecordDecl *Promise; ///< null while it depends on template parameters
  bool Async;  ///< may be suspended until somebody else resumes it: no generator, no monad
  bool InTest; ///< inside a test of a known framework
  const BodyIndex *Index;
};

} // namespace cotidy

#endif
