// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Conversions.h"

using namespace clang;

namespace cotidy {

bool givesValue(const CXXConversionDecl &To) {
  const FunctionDecl *Written = To.getTemplateInstantiationPattern();
  return Written && Written->getReturnType()->isDependentType();
}

bool convertsToValue(const CXXRecordDecl &Class) {
  return llvm::any_of(Class.methods(), [](const CXXMethodDecl *Method) {
    const auto *To = dyn_cast<CXXConversionDecl>(Method);
    return To && givesValue(*To);
  });
}

} // namespace cotidy
