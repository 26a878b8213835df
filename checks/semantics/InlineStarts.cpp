// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/InlineStarts.h"

#include "semantics/Objects.h"
#include "semantics/Place.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether \p E runs whenever its function is called, but for a question whether there is anything to run.
bool isCertain(const BodyIndex &Body, const Expr &E) {
  if (Body.loopOf(&E) >= 0 || Body.inHandler(&E) || Body.enclosing<ConditionalOperator>(&E) ||
      Body.enclosing<SwitchStmt>(&E))
    return false;
  for (const auto *If = Body.enclosing<IfStmt>(&E); If; If = Body.enclosing<IfStmt>(If))
    if (If->getElse() || llvm::any_of(Body.nodes(), [&](const Stmt *S) {
          return isa<ReturnStmt, CoreturnStmt>(S) && Body.contains(If->getThen(), S);
        }))
      return false;
  return true;
}

/// Whether \p Method resumes a handle that its object has.
bool resumesOwn(Unit &U, const CXXMethodDecl &Method) {
  const BodyIndex *Body = U.visibleBody(&Method);
  return Body && llvm::any_of(Body->calls(), [&](const Expr *E) {
           const Expr *Handle = resumedHandle(*E);
           const auto *Member = Handle ? dyn_cast<MemberExpr>(strip(Handle)) : nullptr;
           return Member && isa<CXXThisExpr>(strip(Member->getBase())) && isCertain(*Body, *E);
         });
}

/// Whether \p C begins with an await of what \p Parameter has, and that goes on with the coroutine behind it.
bool beginsWith(const Coroutine &C, const ParmVarDecl &Parameter) {
  const Suspension *First = C.Index->suspensions().empty() ? nullptr : &C.Index->suspensions().front();
  const auto *Await = First ? dyn_cast<CoroutineSuspendExpr>(First->E) : nullptr;
  const CXXMethodDecl *Suspend = Await ? suspendMethod(*Await) : nullptr;
  return Suspend && isHandle(Suspend->getReturnType()) && isCertain(*C.Index, *First->E) &&
         localOf(withoutMove(First->Operand)) == &Parameter;
}

class Search {
public:
  Search(Unit &U, const BodyIndex &Body, unsigned Depth) : U(U), Body(Body), Depth(Depth) {}

  /// Whether the task at \p E, a value of this body, is resumed.
  bool resumes(const Expr &E) {
    for (const Stmt *Up = Body.parent(&E); isa_and_nonnull<Expr>(Up); Up = Body.parent(Up)) {
      const auto *Call = dyn_cast<CallExpr>(Up);
      if (!Call || !Call->getDirectCallee() || withoutMove(Call) != Call)
        continue;
      const auto *Method = dyn_cast<CXXMemberCallExpr>(Call);
      if (!Method || !Body.contains(Method->getImplicitObjectArgument(), &E))
        return isCertain(Body, *Call) && isResumedBy(*Call, E);
      if (resumedHandle(*Call) || resumesOwn(U, *Method->getMethodDecl()))
        return isCertain(Body, *Call);
    }
    return false;
  }

private:
  bool resumes(const VarDecl &Var) {
    if (const auto [Known, IsNew] = Answers.try_emplace(&Var, false); !IsNew)
      return Known->second;
    return Answers[&Var] = llvm::any_of(Body.uses(Var), [&](const DeclRefExpr *Use) {
             return !Body.contains(Var.getInit(), Use) && resumes(*Use);
           });
  }

  bool isResumedBy(const CallExpr &Call, const Expr &Task) {
    const CallSite &Site = U.calls().site(&Call);
    const FunctionDecl *Callee = Site.Callee ? Site.Callee->getDefinition() : nullptr;
    for (unsigned I = 0; Callee && I < Site.Args.size() && I < Callee->getNumParams(); ++I) {
      if (!Body.contains(Site.Args[I], &Task))
        continue;
      const ParmVarDecl &Parameter = *Callee->getParamDecl(I);
      if (const Coroutine *Next = U.coroutine(*Callee))
        return beginsWith(*Next, Parameter) && isSetGoing(Call, *Callee);
      const BodyIndex *Inside = Depth ? U.visibleBody(Callee) : nullptr;
      return Inside && Search(U, *Inside, Depth - 1).resumes(Parameter);
    }
    return false;
  }

  /// Whether \p Call, of a coroutine, is followed by its start.
  bool isSetGoing(const CallExpr &Call, const FunctionDecl &Callee) {
    const AwaitableInfo *Type = U.awaitables().info(Callee.getReturnType());
    const VarDecl *Var = declaredBy(Body.enclosing<DeclStmt>(&Call));
    return (Type && Type->Starts == Start::Eager) || (Var && resumes(*Var)) || resumes(Call);
  }

  Unit &U;
  const BodyIndex &Body;
  const unsigned Depth;
  /// One variable may be reached through several others.
  llvm::DenseMap<const VarDecl *, bool> Answers;
};

} // namespace

bool isResumedAtOnce(Unit &U, const BodyIndex &Body, const Expr &Made) {
  return Search(U, Body, /*Depth=*/3).resumes(Made);
}

} // namespace cotidy
