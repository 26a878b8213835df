// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Conversions.h"

#include "semantics/Awaitables.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

bool givesValue(const CXXConversionDecl &To) {
  const FunctionDecl *Written = To.getTemplateInstantiationPattern();
  return Written && Written->getReturnType()->isDependentType();
}

bool convertsToValue(const CXXRecordDecl &Class) {
  return llvm::any_of(Class.decls(), [](const Decl *Member) {
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(Member)) // constrained to the value's type
      return isa<CXXConversionDecl>(Template->getTemplatedDecl());
    const auto *To = dyn_cast<CXXConversionDecl>(Member);
    return To && givesValue(*To);
  });
}

bool convertsToResult(const CXXRecordDecl &Class) {
  const ASTContext &AST = Class.getASTContext();
  return llvm::any_of(Class.methods(), [&](const CXXMethodDecl *To) {
    return isa<CXXConversionDecl>(To) &&
           llvm::any_of(methodsNamed(Class, "await_resume"), [&](const CXXMethodDecl *Resume) {
             return AST.hasSameUnqualifiedType(Resume->getReturnType().getNonReferenceType(),
                                               To->getReturnType().getNonReferenceType());
           });
  });
}

} // namespace cotidy
