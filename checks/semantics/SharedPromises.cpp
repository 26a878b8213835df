// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/SharedPromises.h"

#include "semantics/ClassMembers.h"
#include "semantics/Naming.h"
#include "semantics/TemplateArguments.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral StartWords[] = {"launch", "spawn", "start"};

/// The class, or the template that it is a specialisation of.
const CXXRecordDecl *writtenClass(const CXXRecordDecl &Class) {
  const auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  const CXXRecordDecl *Written =
      Specialization ? Specialization->getSpecializedTemplate()->getTemplatedDecl() : &Class;
  return Written->getCanonicalDecl();
}

bool isOrDerivesFrom(const CXXRecordDecl &Class, const CXXRecordDecl &Written, unsigned Depth = 4) {
  if (writtenClass(Class) == &Written)
    return true;
  const CXXRecordDecl *Definition = Depth != 0 ? lookInto(Class) : nullptr;
  return Definition && llvm::any_of(Definition->bases(), [&](const CXXBaseSpecifier &Base) {
           const CXXRecordDecl *Of = classOrTemplate(Base.getType());
           return Of && isOrDerivesFrom(*Of, Written, Depth - 1);
         });
}

} // namespace

std::optional<Start> startOfLaterHandle(const CXXRecordDecl &Class, const CXXRecordDecl &Promise) {
  const SmallVector<const CXXMethodDecl *, 2> Makers = methodsNamed(Promise, "get_return_object");
  const CXXRecordDecl *Made = Makers.empty() ? nullptr : classOrTemplate(Makers.front()->getReturnType());
  // What has no promise itself, as a coroutine_handle has none, becomes the class that does.
  if (!Made || isOrDerivesFrom(Class, *writtenClass(*Made)) ||
      !memberNamed(*Made, &Made->getASTContext().Idents.get("promise_type")))
    return std::nullopt;
  const CXXRecordDecl *Definition = lookInto(*Made);
  const bool IsStarted =
      Definition && llvm::any_of(Definition->methods(), [&](const CXXMethodDecl *Method) {
        const CXXRecordDecl *Given = classOrTemplate(Method->getReturnType());
        return Given && writtenClass(*Given) == writtenClass(Class) && isNamedBy(*Method, StartWords);
      });
  return IsStarted ? Start::Eager : Start::Unknown;
}

} // namespace cotidy
