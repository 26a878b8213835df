// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/SoleUse.h"

#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {

SoleUse::SoleUse(Session &S) : U(S.facts<Unit>()) {
  for (const FunctionDecl *F : S.functions()) {
    addValue(F->getReturnType());
    // What a task gives.
    const CXXRecordDecl *Class = F->getReturnType()->getAsCXXRecordDecl();
    if (const auto *Task = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Class);
        Task && U.awaitables().info(*Task))
      for (const TemplateArgument &Arg : Task->getTemplateArgs().asArray())
        if (Arg.getKind() == TemplateArgument::Type)
          addValue(Arg.getAsType());
  }
}

void SoleUse::addValue(QualType T) {
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (Class && Class->hasDefinition() && !Class->isPolymorphic())
    Values.insert(Class->getCanonicalDecl());
}

bool SoleUse::isSole(const FunctionDecl &F, unsigned Depth) const {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || !Method->isInstance() || Method->getParent()->isLambda() || Depth == 0)
    return false;
  if (Method->getRefQualifier() == RQ_RValue ||
      (Method->isConst() && Values.contains(Method->getParent()->getCanonicalDecl())))
    return true;
  const ArrayRef<CallFrom> Calls = U.session().facts<Callers>().of(F);
  return !Calls.empty() && llvm::all_of(Calls, [&](const CallFrom &Call) {
    const auto *On = dyn_cast<CXXMemberCallExpr>(Call.At);
    const bool OnThis = On && isa<CXXThisExpr>(strip(On->getImplicitObjectArgument()));
    return OnThis ? isSole(*Call.In, Depth - 1) : isAwaitedOnLocal(Call);
  });
}

/// Awaited at once, on a local that is named for nothing but to call its methods, and whose other tasks are
/// awaited at once as well.
bool SoleUse::isAwaitedOnLocal(const CallFrom &Call) const {
  const BodyIndex &Body = U.body(*Call.In);
  const auto *On = dyn_cast<CXXMemberCallExpr>(Call.At);
  const VarDecl *Var = On ? localOf(On->getImplicitObjectArgument()) : nullptr;
  if (!Var || !Var->getType()->isRecordType() || U.isTest(*Call.In) ||
      !isa_and_nonnull<CoawaitExpr>(Body.meaningfulParent(Call.At)))
    return false;
  return llvm::all_of(Body.uses(*Var), [&](const DeclRefExpr *Use) {
    const Stmt *Member = Body.meaningfulParent(Use);
    const auto *Called = isa_and_nonnull<MemberExpr>(Member)
                             ? dyn_cast_or_null<CXXMemberCallExpr>(Body.meaningfulParent(Member))
                             : nullptr;
    return isa_and_nonnull<MemberExpr>(Member) &&
           (!Called || !U.awaitables().info(Called->getType()) ||
            isa_and_nonnull<CoawaitExpr>(Body.meaningfulParent(Called)));
  });
}

} // namespace cotidy
