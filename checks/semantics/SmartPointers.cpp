// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/SmartPointers.h"

#include "semantics/Awaitables.h"

using namespace clang;

namespace cotidy {

static const NamedDecl *arrowOf(const CXXRecordDecl &Class) {
  return memberNamed(Class, Class.getASTContext().DeclarationNames.getCXXOperatorName(OO_Arrow));
}

const TemplateArgument *pointeeOf(const CXXRecordDecl &Class) {
  const auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  if (!Specialization || Specialization->getTemplateArgs().size() == 0)
    return nullptr;
  const TemplateArgument &First = Specialization->getTemplateArgs()[0];
  return First.getKind() == TemplateArgument::Type && arrowOf(Class) ? &First : nullptr;
}

const CXXRecordDecl *ledTo(const CXXRecordDecl &Class) {
  const auto *Arrow = dyn_cast_or_null<CXXMethodDecl>(arrowOf(Class));
  if (!Arrow)
    return nullptr;
  const QualType Given = Arrow->getReturnType().getNonReferenceType();
  return Given->isPointerType() ? Given->getPointeeCXXRecordDecl() : Given->getAsCXXRecordDecl();
}

} // namespace cotidy
