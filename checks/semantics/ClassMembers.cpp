// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ClassMembers.h"

#include "semantics/TemplateArguments.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

const CXXRecordDecl *lookInto(const CXXRecordDecl &Class) {
  if (const CXXRecordDecl *Definition = Class.getDefinition())
    return Definition;
  const CXXRecordDecl *Pattern = Class.getTemplateInstantiationPattern();
  // Only named so far: which partial specialisation it would be is not decided.
  if (const auto *Named = dyn_cast<ClassTemplateSpecializationDecl>(&Class); Named && !Pattern) {
    const ClassTemplateDecl *Template = Named->getSpecializedTemplate();
    while (const ClassTemplateDecl *Written = Template->getInstantiatedFromMemberTemplate())
      Template = Written;
    Pattern = Template->getTemplatedDecl();
  }
  return Pattern ? Pattern->getDefinition() : nullptr;
}

const FunctionDecl *writtenDefinition(const FunctionDecl &F) {
  if (const FunctionDecl *Definition = F.getDefinition())
    return Definition;
  if (const FunctionDecl *Pattern = F.getTemplateInstantiationPattern())
    return Pattern;
  // A member template of a class template, as the class has it.
  const FunctionTemplateDecl *Member = F.getDescribedFunctionTemplate();
  while (Member && Member->getInstantiatedFromMemberTemplate())
    Member = Member->getInstantiatedFromMemberTemplate();
  return Member ? Member->getTemplatedDecl()->getDefinition() : nullptr;
}

/// \p Depth: a template may derive from another specialisation of itself, and so on without an end.
static NamedDecl *memberNamed(const CXXRecordDecl &Class, DeclarationName Name, unsigned Depth) {
  const CXXRecordDecl *Definition = lookInto(Class);
  if (!Definition || Depth == 0)
    return nullptr;
  DeclContext::lookup_result Own = Definition->lookup(Name);
  if (!Own.empty())
    return Own.front();
  for (const CXXBaseSpecifier &Base : Definition->bases())
    if (const CXXRecordDecl *BaseClass = classOrTemplate(Base.getType()))
      if (NamedDecl *Inherited = memberNamed(*BaseClass, Name, Depth - 1))
        return Inherited;
  return nullptr;
}

NamedDecl *memberNamed(const CXXRecordDecl &Class, DeclarationName Name) {
  return memberNamed(Class, Name, /*Depth=*/16);
}

SmallVector<const CXXMethodDecl *, 2> methodsNamed(const CXXRecordDecl &Class, StringRef Name) {
  SmallVector<const CXXMethodDecl *, 2> Methods;
  const CXXRecordDecl *Definition = lookInto(Class);
  if (!Definition)
    return Methods;
  DeclarationName Wanted = Name == "operator()"
                               ? Class.getASTContext().DeclarationNames.getCXXOperatorName(OO_Call)
                               : DeclarationName(&Class.getASTContext().Idents.get(Name));
  for (NamedDecl *Found : Definition->lookup(Wanted))
    if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Found->getAsFunction()))
      Methods.push_back(Method);
  for (const CXXBaseSpecifier &Base : Definition->bases())
    if (const CXXRecordDecl *BaseClass = Base.getType()->getAsCXXRecordDecl(); BaseClass && Methods.empty())
      Methods = methodsNamed(*BaseClass, Name);
  return Methods;
}

} // namespace cotidy
