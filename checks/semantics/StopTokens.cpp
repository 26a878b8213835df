// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/StopTokens.h"

#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {

bool isStopToken(Unit &U, QualType T) {
  const CXXRecordDecl *Class = classOf(T, /*ThroughPointer=*/true);
  if (!Class || U.awaitables().model(*Class, TypeKind::StopToken))
    return Class;
  constexpr llvm::StringLiteral Tokens[] = {"token", "signal"};
  constexpr llvm::StringLiteral Stops[] = {"cancel", "stop", "abort", "quit", "shutdown"};
  return Class->hasDefinition() && hasWord(Class, Tokens) && hasWord(Class, Stops) &&
         llvm::any_of(Class->methods(), [&](const CXXMethodDecl *M) {
           return M->isConst() && M->param_empty() && M->getReturnType()->isBooleanType() &&
                  hasWord(M, Stops);
         });
}

} // namespace cotidy
