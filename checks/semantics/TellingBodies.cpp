// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TellingBodies.h"

#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace cotidy {

bool hasTellingBody(const FunctionDecl &F) {
  if (isa<CXXDestructorDecl>(F))
    return true;
  const IdentifierInfo *Name = F.getIdentifier();
  return Name && isa<CXXMethodDecl>(F) &&
         (Name->isStr("await_ready") || Name->isStr("lock") || Name->isStr("unlock"));
}

} // namespace cotidy
