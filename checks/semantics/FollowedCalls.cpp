// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/FollowedCalls.h"

#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {

/// Whether a built-in model speaks for the namespace of \p F: then its bodies are not followed, wherever its
/// headers are.
static bool isModelledLibrary(const FunctionDecl &F) {
  for (const DeclContext *Scope = F.getDeclContext(); Scope; Scope = Scope->getParent()) {
    const auto *Namespace = dyn_cast<NamespaceDecl>(Scope);
    if (!Namespace || Namespace->isAnonymousNamespace())
      continue;
    for (const std::shared_ptr<const Library> &L : ModelSet::builtin()->libraries())
      if (llvm::any_of(L->Namespaces, [&](StringRef Name) { return ModelSet::isNamed(*Namespace, Name); }))
        return true;
  }
  return false;
}

const FunctionDecl *followed(Unit &U, const FunctionDecl *F) {
  const FunctionDecl *Definition = F ? F->getDefinition() : nullptr;
  // A constructor that nobody wrote still runs the initialisers of members.
  const bool Made = isa_and_nonnull<CXXConstructorDecl>(Definition) && Definition->isDefaulted();
  if (!Definition || Definition->isDependentContext() || !Definition->getBody() ||
      (!Made && !U.visibleBody(Definition)))
    return nullptr;
  const SourceManager &Sources = U.ast().getSourceManager();
  if (Sources.isInSystemHeader(Sources.getExpansionLoc(Definition->getLocation())))
    return nullptr;
  if (isa<CoroutineBodyStmt>(Definition->getBody())) {
    const Coroutine *C = U.coroutine(*Definition);
    if (!C || C->Async) // reported in itself
      return nullptr;
  }
  return isModelledLibrary(*Definition) || isLogging(*Definition) ? nullptr : Definition;
}

bool isElsewhere(Unit &U, const FunctionDecl &F) {
  const SourceManager &Sources = U.ast().getSourceManager();
  return U.session().isPartOfProgram() && !F.isDefined() && !F.isImplicit() && !F.isDeleted() &&
         !F.isPureVirtual() && !F.isDependentContext() && F.getBuiltinID() == 0 && F.isExternallyVisible() &&
         !Sources.isInSystemHeader(Sources.getExpansionLoc(F.getLocation())) && !isModelledLibrary(F) &&
         !isLogging(F);
}

const FunctionDecl *certainTarget(const CallSite &Site) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  if (!Method || !Method->isVirtual() || isa<CXXConstructExpr>(Site.E))
    return Site.Callee;
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Site.E);
  const auto *Member = Call ? dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens()) : nullptr;
  if (!Member)
    return nullptr;
  if (!Member->hasQualifier())
    Method =
        const_cast<CXXMethodDecl *>(Method)->getDevirtualizedMethod(Member->getBase(), /*IsAppleKext=*/false);
  return Method;
}

const CXXConstructorDecl *constructorMade(const CallSite &Site) {
  const TemplateArgumentList *Arguments = Site.Callee->getTemplateSpecializationArgs();
  if (!Arguments || Arguments->size() == 0 || Arguments->get(0).getKind() != TemplateArgument::Type)
    return nullptr;
  const CXXRecordDecl *Class = classOf(Arguments->get(0).getAsType());
  const CXXConstructorDecl *Found = nullptr;
  if (!Class || !Class->hasDefinition())
    return nullptr;
  for (const CXXConstructorDecl *Constructor : Class->ctors()) {
    if (Constructor->isCopyOrMoveConstructor() || Constructor->getMinRequiredArguments() > Site.Args.size() ||
        Constructor->getNumParams() < Site.Args.size())
      continue;
    if (Found)
      return nullptr;
    Found = Constructor;
  }
  return Found;
}

} // namespace cotidy
