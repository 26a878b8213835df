// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TestCode.h"

#include "semantics/Calls.h"
#include "semantics/Objects.h"
#include "semantics/WrittenText.h"

using namespace clang;

namespace cotidy {

bool TestCode::isNamedByMacro(SourceLocation Loc) const {
  return isByMacro(Loc, AST, [&](StringRef Macro) { return Models.isTestMacro(Macro); });
}

bool TestCode::isTest(const DeclContext &Scope) const {
  if (const auto *Function = dyn_cast<FunctionDecl>(&Scope))
    return isNamedByMacro(Function->getLocation()) ||
           llvm::any_of(Function->parameters(), [&](const ParmVarDecl *Param) { // `void runs(State &state)`
             const CXXRecordDecl *Class =
                 Param->getType()->isReferenceType() ? classOf(Param->getType()) : nullptr;
             return Class && Models.isTestFixture(*Class);
           });
  if (const auto *Namespace = dyn_cast<NamespaceDecl>(&Scope))
    return isNamedByMacro(Namespace->getBeginLoc());
  const auto *Class = dyn_cast<CXXRecordDecl>(&Scope);
  if (!Class || !Class->hasDefinition())
    return false;
  // The walk over the bases also stops at one that a template has not settled.
  bool IsFixture = Models.isTestFixture(*Class);
  Class->forallBases([&](const CXXRecordDecl *Base) {
    IsFixture |= Models.isTestFixture(*Base);
    return !IsFixture;
  });
  return IsFixture;
}

/// The same of constructors and overloads.
static const Decl *anyUsedBy(const Stmt *S) {
  if (const ValueDecl *Used = usedBy(S))
    return Used;
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(S))
    return Construct->getConstructor();
  const auto *Overloads = dyn_cast<OverloadExpr>(S);
  return Overloads && Overloads->getNumDecls() != 0 ? *Overloads->decls_begin() : nullptr;
}

bool TestCode::isForAssertions(const Decl &Used) {
  const DeclContext *Context = Used.getDeclContext();
  if (isa<TranslationUnitDecl, LinkageSpecDecl>(Context))
    return Models.isForAssertions(Used);
  auto [It, New] = OfFramework.try_emplace(Context);
  if (New)
    It->second = Models.isForAssertions(Used);
  return It->second;
}

bool TestCode::asserts(const BodyIndex &Body) {
  auto [It, New] = Asserting.try_emplace(&Body.function());
  if (New)
    It->second = llvm::any_of(Body.nodes(), [&](const Stmt *S) {
      const Decl *Used = S->getBeginLoc().isMacroID() ? anyUsedBy(S) : nullptr;
      return Used && isForAssertions(*Used);
    });
  return It->second;
}

} // namespace cotidy
