// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TemplateArguments.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

QualType firstTypeArgument(const CXXRecordDecl *Class) {
  const auto *Specialization = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Class);
  if (!Specialization || Specialization->getTemplateArgs().size() == 0)
    return {};
  const TemplateArgument &First = Specialization->getTemplateArgs()[0];
  return First.getKind() == TemplateArgument::Type ? First.getAsType() : QualType();
}

QualType firstWrittenArgument(QualType T) {
  const auto *Type = T->getAs<TemplateSpecializationType>();
  if (!Type || Type->template_arguments().empty())
    return {};
  const TemplateArgument &First = Type->template_arguments()[0];
  return First.getKind() == TemplateArgument::Type ? First.getAsType() : QualType();
}

const CXXRecordDecl *classOrTemplate(QualType T) {
  if (const CXXRecordDecl *Class = T->getAsCXXRecordDecl())
    return Class;
  const auto *Named = T->getAs<TemplateSpecializationType>();
  const auto *Template =
      Named ? dyn_cast_or_null<ClassTemplateDecl>(Named->getTemplateName().getAsTemplateDecl()) : nullptr;
  return Template ? Template->getTemplatedDecl() : nullptr;
}

} // namespace cotidy
