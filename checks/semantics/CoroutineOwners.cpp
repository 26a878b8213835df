// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/CoroutineOwners.h"

#include "semantics/Awaitables.h"
#include "semantics/Calls.h"
#include "semantics/Naming.h"
#include "semantics/TemplateArguments.h"

using namespace clang;

namespace cotidy {

namespace {

/// How many members and bases to go through.
constexpr unsigned MaxDepth = 3;

const Stmt *writtenBody(const FunctionDecl &F) {
  const FunctionDecl *Definition = writtenDefinition(F);
  return Definition ? Definition->getBody() : nullptr;
}

/// Whether \p S destroys a coroutine, whenever there is one: what it calls besides may decide about it.
bool destroysAlways(const Stmt &S, unsigned Depth = 2) {
  bool Destroys = false;
  const auto Look = [&](const auto &Self, const Stmt &Part) -> bool {
    // `std::exchange(handle, {}).destroy()`
    const auto *Call = dyn_cast<CallExpr>(&Part);
    const FunctionDecl *Named = Call ? Call->getDirectCallee() : nullptr;
    const bool HandsOn = Named && Named->isInStdNamespace() && isNamedBy(*Named, {"exchange", "move"});
    if (Call && !isa<CXXOperatorCallExpr>(Call) && !HandsOn) {
      const Expr *Callee = Call->getCallee()->IgnoreParenImpCasts();
      const auto *Member = dyn_cast<MemberExpr>(Callee);
      const auto *Dependent = dyn_cast<CXXDependentScopeMemberExpr>(Callee);
      const auto *Method = Member ? dyn_cast<CXXMethodDecl>(Member->getMemberDecl()) : nullptr;
      const bool IsOwn = Method && isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts());
      const Stmt *Inner = IsOwn && Depth != 0 ? writtenBody(*Method) : nullptr;
      const bool IsDestroy = Method      ? !IsOwn && isNamedBy(*Method, {"destroy"})
                             : Dependent ? Dependent->getMember().getAsString() == "destroy"
                                         : false;
      if (!IsDestroy && !isa_and_nonnull<CXXConversionDecl>(Method) &&
          !(Inner && destroysAlways(*Inner, Depth - 1)))
        return false;
      Destroys |= IsDestroy || Inner;
    }
    return llvm::all_of(Part.children(), [&](const Stmt *Child) { return !Child || Self(Self, *Child); });
  };
  return Look(Look, S) && Destroys;
}

} // namespace

static bool endsCoroutine(const CXXRecordDecl &Class, unsigned Depth) {
  const CXXRecordDecl *Definition = lookInto(Class);
  if (!Definition || Depth == 0)
    return false;
  if (const CXXDestructorDecl *End = Definition->getDestructor(); End && End->isUserProvided()) {
    const Stmt *Body = writtenBody(*End);
    return Body && destroysAlways(*Body);
  }
  auto Ends = [&](const CXXRecordDecl *Inner) { return Inner && endsCoroutine(*Inner, Depth - 1); };
  return llvm::any_of(Definition->fields(),
                      [&](const FieldDecl *F) {
                        return !F->getType()->isReferenceType() && Ends(classOf(F->getType()));
                      }) ||
         llvm::any_of(Definition->bases(),
                      [&](const CXXBaseSpecifier &B) { return Ends(classOrTemplate(B.getType())); });
}

bool endsCoroutine(const CXXRecordDecl &Class) { return endsCoroutine(Class, MaxDepth); }

static bool ownsCoroutine(const CXXRecordDecl &Class, unsigned Depth) {
  const CXXRecordDecl *Definition = lookInto(Class);
  if (!Definition || Depth == 0)
    return false;
  auto Reaches = [&](QualType T) {
    const CXXRecordDecl *Inner = classOf(T, /*ThroughPointer=*/true);
    return isHandle(T) || (Inner && ownsCoroutine(*Inner, Depth - 1));
  };
  return llvm::any_of(Definition->fields(), [&](const FieldDecl *F) { return Reaches(F->getType()); }) ||
         llvm::any_of(Definition->bases(), [&](const CXXBaseSpecifier &B) { return Reaches(B.getType()); });
}

bool ownsCoroutine(const CXXRecordDecl &Class) { return ownsCoroutine(Class, MaxDepth); }

} // namespace cotidy
